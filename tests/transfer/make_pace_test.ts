import { assertEquals, assertThrows } from "@std/assert";
import { assertPaceable, makePace } from "../../src/transfer/make_pace.ts";

Deno.test("makePace() returns none without a limit", () => {
  assertEquals(makePace({ maxBytesPerSecond: Infinity }), undefined);
  assertEquals(makePace({ maxBytesPerSecond: 5 })?.bytesPerSecond, 5);
});

Deno.test("assertPaceable() refuses a limit if no stream can be sent", () => {
  assertThrows(
    () => assertPaceable({ maxBytesPerSecond: 5 }, () => false),
    TypeError,
    "upload: 'maxBytesPerSecond' must not be set in a runtime that cannot send",
  );
  assertPaceable({ maxBytesPerSecond: 5 }, () => true);
  assertPaceable({ maxBytesPerSecond: Infinity }, () => false);
});
