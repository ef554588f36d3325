import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { notAFile, toFileError } from "../../src/files/file_error.ts";

/** An error with a code of the system, as Node throws them. */
function coded(code: string): Error {
  return Object.assign(new Error(`${code}: it failed`), { code });
}

const FILES: [thrown: unknown, code: string, says: string][] = [
  [coded("ENOENT"), "not-found", 'there is no file "/srv/a"'],
  [coded("ENOTDIR"), "not-found", 'there is no file "/srv/a"'],
  [new Deno.errors.NotFound("x"), "not-found", 'there is no file "/srv/a"'],
  [coded("EISDIR"), "not-a-file", "is a directory"],
  [new Deno.errors.NotCapable("x"), "permission", "--allow-read=/srv/a"],
  [coded("EACCES"), "permission", "does not let this user read"],
  [coded("EPERM"), "permission", "does not let this user read"],
  [
    new Deno.errors.PermissionDenied("x"),
    "permission",
    "does not let this user read",
  ],
  [coded("EIO"), "source", "EIO: it failed"],
  ["a string", "source", '"/srv/a" cannot be read: a string'],
];

for (const [thrown, code, says] of FILES) {
  Deno.test(`toFileError() makes ${code} of ${String(thrown)}`, () => {
    const error = toFileError(thrown, "/srv/a");

    assertEquals(error.code, code);
    assertStringIncludes(error.message, says);
    if (code !== "not-a-file") assert(error.cause === thrown);
  });
}

Deno.test("notAFile() tells what the name stands for", () => {
  assertEquals(notAFile("/srv", true).code, "not-a-file");
  assertStringIncludes(notAFile("/srv", true).message, '"/srv" is a directory');
  assertStringIncludes(notAFile("/srv/p", false).message, "is a pipe");
});
