import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import {
  netPermission,
  plainUrl,
  toCancelError,
  toCutError,
  toNetworkError,
  toSourceError,
} from "../../src/errors/network_error.ts";
import { notAFile, toFileError } from "../../src/files/file_error.ts";

const url = new URL("https://h.example:8443/in/a.json?signature=hunter2#part");

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

Deno.test("toFileError(), toSourceError() and toNetworkError() hand on what is an UploadError already", () => {
  const error = new UploadError("source", "a");

  assert(toFileError(error, "/srv/a") === error);
  assert(toSourceError(error) === error);
  assert(toNetworkError(error, url) === error);
});

Deno.test("notAFile() tells what the name stands for", () => {
  assertEquals(notAFile("/srv", true).code, "not-a-file");
  assertStringIncludes(notAFile("/srv", true).message, '"/srv" is a directory');
  assertStringIncludes(notAFile("/srv/p", false).message, "is a pipe");
});

Deno.test("toCutError() tells how much was read, and of how much where that is known", () => {
  const response = new Response();
  const messageOf = (bytesEstimated: number) => {
    const standing = { response, bytesTransferred: 3, bytesEstimated };
    return toCutError(url, response, standing).message;
  };

  assertStringIncludes(messageOf(5), "stopped reading after 3 of 5 bytes: ");
  assertStringIncludes(messageOf(-1), "stopped reading after 3 bytes: ");
});

Deno.test("toSourceError() shows no secret of a URL, whatever its scheme", () => {
  const said =
    "postgres://me:hunter2@db/x, wss://h/x?token=hunter2 and http://me:p@hunter2@db/x";

  assertEquals(
    toSourceError(new Error(said)).message,
    "the source failed: postgres://db/x, wss://h/x and http://db/x",
  );
});

Deno.test("toSourceError() tells what the source threw", () => {
  const thrown = new RangeError("it is over");
  const error = toSourceError(thrown);

  assertEquals(error.code, "source");
  assertEquals(error.message, "the source failed: it is over");
  assert(error.cause === thrown);
});

const REASONS: [reason: unknown, why: string][] = [
  [undefined, ""],
  [new DOMException("The signal has been aborted", "AbortError"), ""],
  [{ a: 1 }, ""],
  ["no longer needed", ": no longer needed"],
  ["see https://me:pw@h/a?sig=1, please", ": see https://h/a, please"],
  [new Error("no longer needed"), ": no longer needed"],
  [
    new DOMException("Signal timed out.", "TimeoutError"),
    ": Signal timed out.",
  ],
];

for (const [reason, why] of REASONS) {
  Deno.test(`toCancelError() says ${JSON.stringify(why)} for the reason ${String(reason)}`, () => {
    const error = toCancelError(reason, url);

    assertEquals(error.code, "cancelled");
    assertEquals(
      error.message,
      `the upload to https://h.example:8443/in/a.json was cancelled${why}`,
    );
    assert(error.cause === reason);
  });
}

Deno.test("netPermission() names the flag", () => {
  const error = netPermission(url);

  assertEquals(error.code, "permission");
  assertStringIncludes(error.message, "--allow-net=h.example:8443");
});

Deno.test("plainUrl() leaves out what may be a secret", () => {
  assertEquals(plainUrl(url), "https://h.example:8443/in/a.json");
});
