import { assertEquals, assertThrows } from "@std/assert";
import { UploadError } from "@network/upload";
import {
  assertStorable,
  DEFAULT_PART_SIZE,
  MAX_PART_SIZE,
  MAX_PARTS,
  partCount,
  partSizeFor,
} from "../../src/s3/part_size.ts";

const MIB = 1024 * 1024;

Deno.test("partSizeFor() returns the given size, unless there would be too many parts", () => {
  for (
    const [size, given, expected] of [
      [-1, undefined, DEFAULT_PART_SIZE],
      [0, undefined, DEFAULT_PART_SIZE],
      [MAX_PARTS * DEFAULT_PART_SIZE, undefined, DEFAULT_PART_SIZE],
      [MAX_PARTS * DEFAULT_PART_SIZE + 1, undefined, 9 * MIB],
      [-1, 7, 7],
      [MAX_PARTS * 7, 7, 7],
      [MAX_PARTS * 7 + 1, 7, MIB],
      [MAX_PARTS * MAX_PART_SIZE, 5 * MIB, MAX_PART_SIZE],
    ] as const
  ) {
    const partSize = partSizeFor(size, given);
    assertEquals([size, partSize], [size, expected]);
    assertEquals(partCount(Math.max(size, 0), partSize) <= MAX_PARTS, true);
  }
});

Deno.test("partCount() counts the last part, and one for an empty source", () => {
  const counts = [0, 1, 9, 10, 11, 20].map((size) => partCount(size, 10));
  assertEquals(counts, [1, 1, 1, 1, 2, 2]);
});

Deno.test("assertStorable() refuses what no object can have", () => {
  const url = new URL("https://h/k?signature=secret");
  const max = MAX_PARTS * MAX_PART_SIZE;
  for (const size of [-1, 0, max]) assertStorable(size, url);
  const error = assertThrows(() => assertStorable(max + 1, url), UploadError);
  assertEquals([error.code, error.message.includes("secret")], [
    "source",
    false,
  ]);
});
