import { assert, assertEquals } from "@std/assert";
import {
  toCancelError,
  toCutError,
  toTimeoutError,
} from "../../src/transfer/transfer_error.ts";

const url = new URL("https://h.example:8443/in/a.json?signature=hunter2#part");

Deno.test("toCutError() says how much was read, and of how much if known", () => {
  const response = new Response();
  const errorOf = (bytesEstimated: number) =>
    toCutError(url, response, {
      bytesTransferred: 3,
      bytesEstimated,
    });
  const start =
    'Cannot upload to "h.example:8443": the server responded with 200, but stopped reading after';

  assertEquals(errorOf(5).message, `${start} 3 of 5 bytes`);
  assertEquals(errorOf(-1).message, `${start} 3 bytes`);
  const { code, hint, isTransient } = errorOf(5);
  assertEquals([code, hint, isTransient], ["network", "see its log", false]);
});

const REASONS: [reason: unknown, why: string][] = [
  [undefined, ""],
  [new DOMException("The signal has been aborted", "AbortError"), ""],
  [{ a: 1 }, ""],
  ["no longer needed", ": no longer needed"],
  ["see https://me:pw@h/a?sig=1, please", ": see https://h/a, please"],
  [new Error("no longer needed"), ": no longer needed"],
  [new DOMException("too slow", "NetworkError"), ": too slow"],
  [{ name: "TimeoutError", message: "too slow" }, ""],
];

for (const [reason, why] of REASONS) {
  Deno.test(`toCancelError() says ${JSON.stringify(why)} for the reason ${String(reason)}`, () => {
    const error = toCancelError(reason, url);

    assertEquals(error.code, "cancelled");
    assertEquals(
      error.message,
      `Upload to "h.example:8443" was cancelled${why}`,
    );
    assertEquals([error.hint, error.isTransient], ["", false]);
    assert(error.cause === reason);
  });
}

Deno.test("toCancelError() has code timeout for the reason of a time limit, of any realm", () => {
  const own = new DOMException("Signal timed out.", "TimeoutError");
  const foreign = {
    name: "TimeoutError",
    message: "Signal timed out.",
    [Symbol.toStringTag]: "DOMException",
  };
  for (const [reason, why] of [[own, ": Signal timed out."], [foreign, ""]]) {
    const error = toCancelError(reason, url);

    assertEquals([error.code, error.isTransient], ["timeout", true]);
    assertEquals(
      error.message,
      `Upload to "h.example:8443" was cancelled by a time limit${why}`,
    );
    assertEquals(error.hint, "allow more time");
    assert(error.cause === reason);
  }
});

Deno.test("toCancelError() keeps the reason of the caller unchanged", () => {
  const reason = new Error("https://me:hunter2@h/a?sig=hunter2");
  const error = toCancelError(reason, url);

  assert(error.cause === reason);
  assertEquals(error.message.includes("hunter2"), false);
});

const STATES: [sent: number, size: number, status: number, says: string][] = [
  [0, 5, -1, "no byte sent"],
  [0, -1, -1, "no byte sent"],
  [3, 5, -1, "3 of 5 bytes sent"],
  [3, -1, -1, "3 bytes sent"],
  [5, 5, -1, "the whole body sent, no response"],
  [3, 5, 201, "status 201 received, but not the whole response"],
];

for (const [bytesTransferred, bytesEstimated, status, says] of STATES) {
  Deno.test(`toTimeoutError() says "${says}"`, () => {
    const response = status < 0 ? undefined : new Response(null, { status });
    const state = { bytesTransferred, bytesEstimated };

    const error = toTimeoutError(url, 30, state, response);

    assertEquals(
      error.message,
      `Cannot upload to "h.example:8443": no data was transferred for 30 s (${says})`,
    );
    assertEquals(
      error.hint,
      "check the server and the source, or increase 'timeout'",
    );
    assertEquals([error.code, error.isTransient], ["timeout", true]);
  });
}
