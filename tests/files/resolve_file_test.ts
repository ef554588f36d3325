import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  type BaseDirectory,
  CachesDirectory,
  CurrentDirectory,
} from "@network/upload";
import { resolveFile } from "../../src/files/resolve_file.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { Environment } from "../../src/files/find_directory.ts";
import { FakeEnvironment } from "../support/fake_environment.ts";

const HOMES: Readonly<Record<string, string>> = {
  HOME: "/home/me",
  USERPROFILE: "C:\\Users\\me",
};

type Name = string | URL;

async function resolve(
  os: Environment["os"],
  name: Name,
  base?: BaseDirectory,
): Promise<string> {
  const environment = new FakeEnvironment(os, { variables: HOMES });
  return await resolveFile(name, base, environment);
}

const OUTBOX = new URL("file:///srv/out%20box/");

const ON_POSIX: [name: Name, base: BaseDirectory | undefined, path: string][] =
  [
    ["a.txt", undefined, "/home/me/Documents/a.txt"],
    ["a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["a.txt", new URL("file:///srv/out"), "/srv/out/a.txt"],
    ["b/a.txt", OUTBOX, "/srv/out box/b/a.txt"],
    ["./b/../a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["../out box/a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["..foo", OUTBOX, "/srv/out box/..foo"],
    ["...", OUTBOX, "/srv/out box/..."],
    ["C:\\a.txt", OUTBOX, "/srv/out box/C:\\a.txt"],
    ["%2e%2e%2fa.txt", OUTBOX, "/srv/out box/%2e%2e%2fa.txt"],
    ["a b#?%.txt", OUTBOX, "/srv/out box/a b#?%.txt"],
    ["/etc/passwd", undefined, "/etc/passwd"],
    ["/srv/out box/a.txt", OUTBOX, "/srv/out box/a.txt"],
    ["/a.txt", new URL("file:///"), "/a.txt"],
    [new URL("file:///etc/a%20b.txt"), undefined, "/etc/a b.txt"],
    [new URL("file:///srv/out%20box/a.txt"), OUTBOX, "/srv/out box/a.txt"],
    ["a.txt", CurrentDirectory, "/cwd/a.txt"],
  ];

for (const [name, base, path] of ON_POSIX) {
  Deno.test(`resolveFile() makes ${path} of ${name} in ${String(base)} on Linux and macOS`, async () => {
    assertEquals(await resolve("linux", name, base), path);
    assertEquals(await resolve("darwin", name, base), path);
  });
}

const SHARE = new URL("file://server/share/");
const DRIVE = new URL("file:///C:/outbox/");

const ON_WINDOWS: typeof ON_POSIX = [
  ["a.txt", undefined, "C:\\Users\\me\\Documents\\a.txt"],
  ["a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["b/a.txt", DRIVE, "C:\\outbox\\b\\a.txt"],
  ["b\\..\\a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["..foo", DRIVE, "C:\\outbox\\..foo"],
  ["D:\\a.txt", undefined, "D:\\a.txt"],
  ["\\\\server\\share\\a.txt", undefined, "\\\\server\\share\\a.txt"],
  ["\\\\?\\C:\\a.txt", undefined, "\\\\?\\C:\\a.txt"],
  ["C:\\outbox\\a.txt", DRIVE, "C:\\outbox\\a.txt"],
  ["c:\\OUTBOX\\a.txt", DRIVE, "c:\\OUTBOX\\a.txt"],
  ["C:/outbox/a.txt", DRIVE, "C:/outbox/a.txt"],
  [new URL("file:///D:/a%20b.txt"), undefined, "D:\\a b.txt"],
  ["a.txt", SHARE, "\\\\server\\share\\a.txt"],
];

for (const [name, base, path] of ON_WINDOWS) {
  Deno.test(`resolveFile() makes ${path} of ${name} in ${String(base)} on Windows`, async () => {
    assertEquals(await resolve("windows", name, base), path);
  });
}

const OUTSIDE_ON_POSIX: [name: Name, base?: BaseDirectory][] = [
  ["../a.txt"],
  [".."],
  ["b/../../a.txt"],
  ["../out boxes/a.txt", OUTBOX],
  ["../out box2", OUTBOX],
  ["/etc/passwd", OUTBOX],
  ["/srv/out box/../a.txt", OUTBOX],
  ["/srv/out boxes/a.txt", OUTBOX],
  [new URL("file:///etc/passwd"), OUTBOX],
  [new URL("file:///srv/out%20box/..%2Fa.txt"), OUTBOX],
  [new URL("file:///srv/out%20box/b%2F..%2f..%2Fa.txt"), OUTBOX],
];

const OUTSIDE_ON_WINDOWS: typeof OUTSIDE_ON_POSIX = [
  ["..\\a.txt"],
  ["../a.txt"],
  ["b/..\\../a.txt", DRIVE],
  ["D:a.txt", DRIVE],
  ["C:a.txt", DRIVE],
  ["C:", DRIVE],
  ["C:..\\a.txt", DRIVE],
  ["a.txt:stream", DRIVE],
  ["b\\C:\\a.txt", DRIVE],
  ["\\a.txt"],
  ["/a.txt"],
  ["\\outbox\\a.txt", DRIVE],
  ["D:\\outbox\\a.txt", DRIVE],
  ["C:\\outbox\\..\\a.txt", DRIVE],
  ["\\\\server\\share\\a.txt", DRIVE],
  ["\\\\server\\other\\a.txt", SHARE],
  ["\\\\?\\D:\\a.txt", DRIVE],
  ["\\\\.\\C:", DRIVE],
  [new URL("file:///C:/outbox/..%5Ca.txt"), DRIVE],
  [new URL("file:///C:/outbox/b%5C..%5c..%2Fa.txt"), DRIVE],
  [new URL("file:///a.txt")],
];

for (
  const [os, outside] of [
    ["linux", OUTSIDE_ON_POSIX],
    ["darwin", OUTSIDE_ON_POSIX],
    ["windows", OUTSIDE_ON_WINDOWS],
  ] as const
) {
  for (const [name, base] of outside) {
    Deno.test(`resolveFile() refuses ${name}, which leads out of ${String(base)} on ${os}`, async () => {
      const error = await assertRejects(
        () => resolve(os, name, base),
        UploadError,
        "is outside of its base directory",
      );

      assertEquals(error.code, "outside-directory");
    });
  }
}

Deno.test("resolveFile() asks the environment for nothing where the name is absolute", async () => {
  const environment = new FakeEnvironment("linux");

  await resolveFile("/srv/a.txt", undefined, environment);
  await resolveFile("a.txt", OUTBOX, environment);

  assertEquals(environment.asked, []);
});

for (
  const [os, variables] of [
    ["linux", {}],
    ["linux", { HOME: "relative" }],
    ["darwin", { HOME: "" }],
    ["windows", { LOCALAPPDATA: "relative" }],
  ] as const
) {
  Deno.test(`resolveFile() says that it cannot find the caches on ${os} with ${JSON.stringify(variables)}`, async () => {
    const error = await assertRejects(
      () =>
        resolveFile(
          "a.txt",
          CachesDirectory,
          new FakeEnvironment(os, { variables }),
        ),
      UploadError,
      "the environment does not tell where CachesDirectory is",
    );

    assertEquals(error.code, "not-found");
  });
}

Deno.test("resolveFile() says that a URL is no name of a file", async () => {
  for (const os of ["linux", "windows"] as const) {
    const error = await assertRejects(
      () => resolve(os, new URL("file:///C:/%E4.txt?secret")),
      UploadError,
    );

    assertEquals(error.code, "not-found");
    assertMatch(error.message, /^\/C:\/%E4\.txt names no file/);
  }
});
