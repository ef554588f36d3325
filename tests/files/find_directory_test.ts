import {
  ApplicationSupportDirectory,
  CachesDirectory,
  CurrentDirectory,
  DocumentsDirectory,
  type NamedDirectory,
  ResourceDirectory,
  TemporaryDirectory,
} from "@network/upload";
import { assertEquals } from "@std/assert";
import {
  type Environment,
  findDirectory,
} from "../../src/files/find_directory.ts";
import { FakeEnvironment, type Told } from "../support/fake_environment.ts";

const HOME = { HOME: "/home/me" };
const USER_DIRS = "/home/me/.config/user-dirs.dirs";

interface Case {
  readonly os: Environment["os"];
  readonly directory: NamedDirectory;
  readonly told?: Told;
  readonly path: string | undefined;
  /** All that may be asked for, in this order. */
  readonly asked: string[];
}

const CASES: Case[] = [
  {
    os: "linux",
    directory: DocumentsDirectory,
    told: { variables: { ...HOME, XDG_DOCUMENTS_DIR: "/docs" } },
    path: "/docs",
    asked: ["XDG_DOCUMENTS_DIR"],
  },
  {
    os: "linux",
    directory: DocumentsDirectory,
    told: { variables: HOME },
    path: "/home/me/Documents",
    asked: ["XDG_DOCUMENTS_DIR", "XDG_CONFIG_HOME", "HOME", USER_DIRS, "HOME"],
  },
  {
    os: "linux",
    directory: DocumentsDirectory,
    told: {
      variables: { XDG_CONFIG_HOME: "/etc/me" },
      files: { "/etc/me/user-dirs.dirs": 'XDG_DOCUMENTS_DIR="/srv/docs"\n' },
    },
    path: "/srv/docs",
    asked: ["XDG_DOCUMENTS_DIR", "XDG_CONFIG_HOME", "/etc/me/user-dirs.dirs"],
  },
  {
    os: "linux",
    directory: DocumentsDirectory,
    path: undefined,
    asked: ["XDG_DOCUMENTS_DIR", "XDG_CONFIG_HOME", "HOME", "HOME"],
  },
  {
    os: "linux",
    directory: TemporaryDirectory,
    told: { variables: { TMPDIR: "/scratch" } },
    path: "/scratch",
    asked: ["TMPDIR"],
  },
  {
    os: "linux",
    directory: TemporaryDirectory,
    path: "/tmp",
    asked: ["TMPDIR"],
  },
  {
    os: "linux",
    directory: CachesDirectory,
    told: { variables: { ...HOME, XDG_CACHE_HOME: "/cache" } },
    path: "/cache",
    asked: ["XDG_CACHE_HOME"],
  },
  {
    os: "linux",
    directory: CachesDirectory,
    told: { variables: HOME },
    path: "/home/me/.cache",
    asked: ["XDG_CACHE_HOME", "HOME"],
  },
  {
    os: "linux",
    directory: ApplicationSupportDirectory,
    told: { variables: { ...HOME, XDG_DATA_HOME: "/data" } },
    path: "/data",
    asked: ["XDG_DATA_HOME"],
  },
  {
    os: "linux",
    directory: ApplicationSupportDirectory,
    told: { variables: HOME },
    path: "/home/me/.local/share",
    asked: ["XDG_DATA_HOME", "HOME"],
  },
  {
    os: "darwin",
    directory: DocumentsDirectory,
    told: { variables: { ...HOME, XDG_DOCUMENTS_DIR: "/docs" } },
    path: "/home/me/Documents",
    asked: ["HOME"],
  },
  {
    os: "darwin",
    directory: TemporaryDirectory,
    told: { variables: { TMPDIR: "/var/folders/a/T/" } },
    path: "/var/folders/a/T/",
    asked: ["TMPDIR"],
  },
  {
    os: "darwin",
    directory: TemporaryDirectory,
    path: "/tmp",
    asked: ["TMPDIR"],
  },
  {
    os: "darwin",
    directory: CachesDirectory,
    told: { variables: { ...HOME, XDG_CACHE_HOME: "/cache" } },
    path: "/home/me/Library/Caches",
    asked: ["HOME"],
  },
  {
    os: "darwin",
    directory: ApplicationSupportDirectory,
    told: { variables: HOME },
    path: "/home/me/Library/Application Support",
    asked: ["HOME"],
  },
  {
    os: "darwin",
    directory: CachesDirectory,
    path: undefined,
    asked: ["HOME"],
  },
  {
    os: "windows",
    directory: DocumentsDirectory,
    told: { variables: { ...HOME, USERPROFILE: "C:\\Users\\me" } },
    path: "C:\\Users\\me\\Documents",
    asked: ["USERPROFILE"],
  },
  {
    os: "windows",
    directory: DocumentsDirectory,
    told: { variables: HOME },
    path: undefined,
    asked: ["USERPROFILE"],
  },
  {
    os: "windows",
    directory: TemporaryDirectory,
    told: { variables: { TEMP: "C:\\Temp", TMP: "C:\\Tmp" } },
    path: "C:\\Temp",
    asked: ["TEMP"],
  },
  {
    os: "windows",
    directory: TemporaryDirectory,
    told: { variables: { TEMP: "", TMP: "C:\\Tmp" } },
    path: "C:\\Tmp",
    asked: ["TEMP", "TMP"],
  },
  {
    os: "windows",
    directory: CachesDirectory,
    told: { variables: { LOCALAPPDATA: "C:\\Local" } },
    path: "C:\\Local",
    asked: ["LOCALAPPDATA"],
  },
  {
    os: "windows",
    directory: ApplicationSupportDirectory,
    told: { variables: { APPDATA: "C:\\Roaming" } },
    path: "C:\\Roaming",
    asked: ["APPDATA"],
  },
];

for (const os of ["linux", "darwin", "windows"] as const) {
  CASES.push({
    os,
    directory: CurrentDirectory,
    told: { cwd: "/here" },
    path: "/here",
    asked: ["cwd"],
  }, {
    os,
    directory: ResourceDirectory,
    told: { main: "https://example.com/main.ts" },
    path: undefined,
    asked: ["main"],
  }, {
    os,
    directory: ResourceDirectory,
    path: undefined,
    asked: ["main"],
  }, {
    os,
    directory: ResourceDirectory,
    told: { main: "file:///C:/app%20a/main.ts" },
    path: os === "windows" ? "C:\\app a\\" : "/C:/app a/",
    asked: ["main"],
  });
}

for (const { os, directory, told, path, asked } of CASES) {
  const name = directory.description?.split(" ")[1];
  const shown = JSON.stringify(told ?? {});
  Deno.test(`findDirectory(${name}) on ${os} with ${shown} is ${path}, and reads no more than it needs`, async () => {
    const environment = new FakeEnvironment(os, told);

    assertEquals(await findDirectory(directory, environment), path);
    assertEquals(environment.asked, asked);
  });
}
