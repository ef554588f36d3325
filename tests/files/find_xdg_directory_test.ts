import {
  ApplicationSupportDirectory,
  CachesDirectory,
  DocumentsDirectory,
  TemporaryDirectory,
} from "@network/upload";
import { assertEquals } from "@std/assert";
import { findDirectory } from "../../src/files/find_directory.ts";
import { FakeEnvironment } from "../support/fake_environment.ts";

/** Where the documents are by a `user-dirs.dirs`. */
async function documentsBy(userDirs: string): Promise<string | undefined> {
  const environment = new FakeEnvironment("linux", {
    variables: { HOME: "/home/me" },
    files: { "/home/me/.config/user-dirs.dirs": userDirs },
  });
  return await findDirectory(DocumentsDirectory, environment);
}

const USER_DIRS: [userDirs: string, path: string][] = [
  ['XDG_DOCUMENTS_DIR="$HOME/Dokumente"', "/home/me/Dokumente"],
  ['XDG_DOCUMENTS_DIR="$HOME/a/b c"', "/home/me/a/b c"],
  ['XDG_DOCUMENTS_DIR="$HOME/"', "/home/me/"],
  ['XDG_DOCUMENTS_DIR="/srv/docs"', "/srv/docs"],
  ['  XDG_DOCUMENTS_DIR = "/srv/docs"  # mine', "/srv/docs"],
  ['XDG_DOCUMENTS_DIR="/srv/a\\"b\\\\c\\$d"', '/srv/a"b\\c$d'],
  [
    '# Documents\nXDG_MUSIC_DIR="/m"\nXDG_DOCUMENTS_DIR="/srv/docs"\nXDG_VIDEOS_DIR="/v"\n',
    "/srv/docs",
  ],
  ['XDG_MUSIC_DIR="/m"\r\nXDG_DOCUMENTS_DIR="/srv/docs"\r\n', "/srv/docs"],
  ["", "/home/me/Documents"],
  ['#XDG_DOCUMENTS_DIR="/srv/docs"', "/home/me/Documents"],
  ['XDG_MUSIC_DIR="/m"', "/home/me/Documents"],
  ['MY_XDG_DOCUMENTS_DIR="/m"', "/home/me/Documents"],
  ['XDG_DOCUMENTS_DIR="relative"', "/home/me/Documents"],
  ['XDG_DOCUMENTS_DIR="$HOMELESS/docs"', "/home/me/Documents"],
  ['XDG_DOCUMENTS_DIR="$OTHER/docs"', "/home/me/Documents"],
  ['XDG_DOCUMENTS_DIR="/unfinished', "/home/me/Documents"],
];

for (const [userDirs, path] of USER_DIRS) {
  Deno.test(`the documents are ${path} by the user-dirs.dirs ${JSON.stringify(userDirs)}`, async () => {
    assertEquals(await documentsBy(userDirs), path);
  });
}

Deno.test("an XDG variable that is not an absolute path is ignored", async () => {
  for (const value of ["relative", "./a", "../a", "~/a", "$HOME/a", ""]) {
    const environment = new FakeEnvironment("linux", {
      variables: {
        HOME: "/home/me",
        XDG_DOCUMENTS_DIR: value,
        XDG_CONFIG_HOME: value,
        XDG_CACHE_HOME: value,
        XDG_DATA_HOME: value,
        TMPDIR: value,
      },
    });
    const directories = [
      DocumentsDirectory,
      CachesDirectory,
      ApplicationSupportDirectory,
      TemporaryDirectory,
    ] as const;

    assertEquals(
      await Promise.all(
        directories.map((directory) => findDirectory(directory, environment)),
      ),
      [
        "/home/me/Documents",
        "/home/me/.cache",
        "/home/me/.local/share",
        "/tmp",
      ],
    );
  }
});
