import { assert, assertEquals } from "@std/assert";
import { toSourceError } from "../../src/errors/source_error.ts";

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
