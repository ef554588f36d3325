import { assert, assertEquals } from "@std/assert";
import { detached, toSourceError } from "../../src/errors/source_error.ts";

Deno.test("toSourceError() hides the secrets of a URL of any scheme", () => {
  const said =
    "postgres://me:hunter2@db/x, wss://h/x?token=hunter2 and http://me:p@hunter2@db/x";
  const error = toSourceError(new Error(said));

  assertEquals(
    error.message,
    "Cannot read the source: postgres://db/x, wss://h/x and http://db/x",
  );
  assert(!Deno.inspect(error).includes("hunter2"), Deno.inspect(error));
});

Deno.test("toSourceError() says what the source threw", () => {
  const thrown = new RangeError("it is over");
  const error = toSourceError(thrown);

  assertEquals(error.code, "source");
  assertEquals(error.message, "Cannot read the source: it is over");
  assertEquals([error.hint, error.isTransient], ["", false]);
  assert(error.cause === thrown);
});

Deno.test("detached() says what happened to the memory, and what to do", () => {
  const { code, message, hint, isTransient } = detached();

  assertEquals([code, message, hint, isTransient], [
    "source",
    "Cannot read the source: its memory was transferred or shrunk",
    "upload a copy",
    false,
  ]);
});
