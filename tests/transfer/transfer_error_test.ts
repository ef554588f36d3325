import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  toCancelError,
  toCutError,
} from "../../src/transfer/transfer_error.ts";

const url = new URL("https://h.example:8443/in/a.json?signature=hunter2#part");

Deno.test("toCutError() tells how much was read, and of how much where that is known", () => {
  const response = new Response();
  const messageOf = (bytesEstimated: number) => {
    const standing = { response, bytesTransferred: 3, bytesEstimated };
    return toCutError(url, response, standing).message;
  };

  assertStringIncludes(messageOf(5), "stopped reading after 3 of 5 bytes: ");
  assertStringIncludes(messageOf(-1), "stopped reading after 3 bytes: ");
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
