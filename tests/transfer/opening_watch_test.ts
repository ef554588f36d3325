import { assertEquals } from "@std/assert";
import { OpeningWatch } from "../../src/transfer/opening_watch.ts";

Deno.test("OpeningWatch has moved if it was touched since it was last asked", () => {
  const watch = new OpeningWatch();
  assertEquals(watch.hasMoved(), false);

  watch.touch();
  watch.touch();

  assertEquals([watch.hasMoved(), watch.hasMoved()], [true, false]);
});
