import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { notAFile, toFileError } from "../../src/files/file_error.ts";

/** An error with a code of the system, as Node throws them. */
function coded(code: string): Error {
  return Object.assign(new Error(`${code}: it failed`), { code });
}

const DENIED = 'Cannot read file "/srv/a": Permission denied';
const FULL = 'Cannot open file "/srv/a": too many open files';

const FILES: [thrown: unknown, code: string, message: string, hint: string][] =
  [
    [
      coded("ENOENT"),
      "not-found",
      'Cannot find file "/srv/a"',
      "check its name",
    ],
    [coded("ENOTDIR"), "not-found", 'Cannot find file "/srv/a"', "check its"],
    [
      new Deno.errors.NotFound("x"),
      "not-found",
      'Cannot find file "/srv/a"',
      "check its name",
    ],
    [
      coded("EISDIR"),
      "not-a-file",
      'Cannot upload "/srv/a": it is a directory',
      "pass the name of a file",
    ],
    [
      new Deno.errors.NotCapable("x"),
      "permission",
      DENIED,
      "run the program with --allow-read=/srv/a",
    ],
    [
      coded("ERR_ACCESS_DENIED"),
      "permission",
      DENIED,
      "run the program with --allow-fs-read=/srv/a",
    ],
    [coded("EACCES"), "permission", DENIED, "change the permissions"],
    [coded("EPERM"), "permission", DENIED, "change the permissions"],
    [
      new Deno.errors.PermissionDenied("x"),
      "permission",
      DENIED,
      "change the permissions",
    ],
    [coded("EMFILE"), "source", FULL, "start fewer uploads at once"],
    [coded("ENFILE"), "source", FULL, "start fewer uploads at once"],
    [coded("EIO"), "source", 'Cannot read file "/srv/a": EIO: it failed', ""],
    ["a string", "source", 'Cannot read file "/srv/a": a string', ""],
  ];

for (const [thrown, code, message, hint] of FILES) {
  Deno.test(`toFileError() makes ${code} of ${String(thrown)}`, () => {
    const error = toFileError(thrown, "/srv/a");

    assertEquals(error.code, code);
    assertEquals(error.message, message);
    assertStringIncludes(error.hint, hint);
    assertEquals(error.hint === "", hint === "");
    assertEquals(error.isTransient, message === FULL);
    if (code !== "not-a-file") assert(error.cause === thrown);
  });
}

Deno.test("notAFile() says what the name refers to", () => {
  const folder = notAFile("/srv", true);
  const pipe = notAFile("/srv/p", false);

  assertEquals([folder.code, pipe.code], ["not-a-file", "not-a-file"]);
  assertEquals(folder.message, 'Cannot upload "/srv": it is a directory');
  assertEquals(
    pipe.message,
    'Cannot upload "/srv/p": it is a pipe, a device or a socket',
  );
  assertStringIncludes(pipe.hint, "open it and pass the stream");
});

Deno.test("toFileError() shows 200 characters of a name at most, and shows it once", () => {
  const long = `/${"x".repeat(5000)}`;
  const shown = JSON.stringify(`${long.slice(0, 199)}…`);
  const inDeno = new Error(`File name too long (os error 36): open '${long}'`);
  const inNode = Object.assign(
    new Error(`ENAMETOOLONG: name too long, open '${long}'`),
    { code: "ENAMETOOLONG" },
  );

  assertEquals(
    toFileError(inDeno, long).message,
    `Cannot read file ${shown}: File name too long (os error 36)`,
  );
  assertEquals(
    toFileError(inNode, long).message,
    `Cannot read file ${shown}: ENAMETOOLONG: name too long`,
  );
  assertEquals(
    toFileError(coded("ENOENT"), long).message,
    `Cannot find file ${shown}`,
  );
  assertEquals(notAFile(long, true).message.length, 235);
});

Deno.test("toFileError() names no path in a flag that a shell or a terminal would interpret", () => {
  for (const path of ["/a\nb", "/a\x1b[2Jb", "/".repeat(201)]) {
    assertEquals(
      toFileError(new Deno.errors.NotCapable("x"), path).hint,
      "run the program with --allow-read",
    );
  }
});
