import { assertEquals } from "@std/assert";
import { nextFrame, noFrame } from "../../src/cli/frame.ts";

Deno.test("nextFrame replaces the lines before", () => {
  assertEquals(
    nextFrame(["a", "b"], ["c", "d", "e"], 80, false),
    "\x1b[1A\rc\x1b[K\nd\x1b[K\ne\x1b[K\x1b[J",
  );
  assertEquals(nextFrame([], ["c"], 80, false), "\rc\x1b[K\x1b[J");
});

Deno.test("nextFrame counts lines that have wrapped since the terminal is narrower", () => {
  const wide = "x".repeat(79);
  assertEquals(
    nextFrame([wide, "漢字漢字", "a"], ["c"], 40, false),
    "\x1b[3A\rc\x1b[K\x1b[J",
  );
  assertEquals(
    nextFrame(["漢字漢字"], [], 7, false),
    "\x1b[1A\r\x1b[J",
  );
});

Deno.test("nextFrame colors bars, and nothing else", () => {
  assertEquals(
    nextFrame([], ["a ██░ 50 %"], 80, true),
    "\ra \x1b[32m██\x1b[39m░ 50 %\x1b[K\x1b[J",
  );
});

Deno.test("noFrame removes the lines, if there are any", () => {
  assertEquals(noFrame(["a", "b"], 80), "\x1b[1A\r\x1b[J");
  assertEquals(noFrame([], 80), "");
});
