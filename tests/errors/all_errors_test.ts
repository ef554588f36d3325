import { UploadError } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import {
  toAllError,
  toInvalidError,
  toIterableError,
} from "../../src/errors/all_errors.ts";

Deno.test("toInvalidError() says what the TypeError says, without secrets", () => {
  const thrown = new TypeError("upload: 'url' must be valid");

  const error = toInvalidError(thrown);

  assertEquals(error.code, "invalid-options");
  assertEquals(error.message, "Cannot start the upload: 'url' must be valid");
  assertEquals([error.cause, error.isTransient], [thrown, false]);
  const secret = toInvalidError(new Error("no https://u:p@host/a?key=1"));
  assertEquals(secret.message, "Cannot start the upload: no https://host/a");
});

Deno.test("toIterableError() says what the iterable threw, whatever it is", () => {
  const own = new UploadError("permission", "Cannot list");
  assert(toIterableError(own) === own);
  for (const thrown of [new Error("gone"), "gone", { message: "gone" }]) {
    const { code, message } = toIterableError(thrown);
    assertEquals(code, "source");
    assertEquals(message, "Cannot take the next upload: gone");
  }
});

Deno.test("toAllError() counts the uploads, and shows the first error", () => {
  const errors = [
    new UploadError("source", "Cannot read a"),
    new UploadError("source", "Cannot read b"),
  ];

  const error = toAllError(2, 9, errors);

  assertEquals(error.errors, errors);
  assertEquals(
    error.message,
    "Cannot complete 2 of 9 uploads: Cannot read a",
  );
  assertEquals(
    toAllError(1, 1, errors).message,
    "Cannot complete 1 of 1 upload: Cannot read a",
  );
});
