import { assertEquals } from "@std/assert";
import {
  countText,
  durationText,
  rateText,
  sizeText,
  timeText,
} from "../../src/cli/figures.ts";

Deno.test("sizes and rates have three digits and a decimal unit", () => {
  assertEquals([0, 999, 1337, 12_345_678, 5e12].map(sizeText), [
    "0 B",
    "999 B",
    "1.34 kB",
    "12.3 MB",
    "5 TB",
  ]);
  assertEquals(rateText(2.5e6), "2.5 MB/s");
});

Deno.test("times count up to the second", () => {
  assertEquals([0, 0.1, 59, 60, 3599.5, 3661, 400_000].map(timeText), [
    "0:00",
    "0:01",
    "0:59",
    "1:00",
    "1:00:00",
    "1:01:01",
    "111 h",
  ]);
});

Deno.test("durations have the unit that suits them", () => {
  assertEquals([0.2, 999.9, 8345, 75_000, 3_661_000].map(durationText), [
    "1 ms",
    "1000 ms",
    "8.3 s",
    "1:15 min",
    "1:01:01 h",
  ]);
});

Deno.test("counts are grouped", () => {
  assertEquals(
    [0, 7, 999, 1000, 12_345, 123_456, 1_234_567].map(countText),
    ["0", "7", "999", "1,000", "12,345", "123,456", "1,234,567"],
  );
});
