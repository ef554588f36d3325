import { assertEquals } from "@std/assert";
import { ChunkSize, LARGEST_CHUNK, SMALLEST_CHUNK } from "../src/chunk_size.ts";

/** The sizes of chunks that are asked for at these times. */
function sizesAt(...times: number[]): number[] {
  const chunkSize = new ChunkSize();
  return times.map((time) => chunkSize.next(time) / SMALLEST_CHUNK);
}

Deno.test("ChunkSize starts small, and doubles up to the largest while chunks are taken fast", () => {
  assertEquals(sizesAt(0, 1, 2, 3, 4, 5, 24), [1, 2, 4, 8, 16, 16, 16]);
  assertEquals(LARGEST_CHUNK / SMALLEST_CHUNK, 16);
});

Deno.test("ChunkSize halves down to the smallest while chunks are taken slowly", () => {
  assertEquals(
    sizesAt(0, 1, 2, 3, 4, 105, 300, 500, 800, 1100),
    [1, 2, 4, 8, 16, 8, 4, 2, 1, 1],
  );
});

Deno.test("ChunkSize stays where chunks are taken neither fast nor slowly", () => {
  assertEquals(sizesAt(0, 1, 21, 121, 171), [1, 2, 2, 2, 2]);
});

Deno.test("ChunkSize measures from chunk to chunk, not from the start", () => {
  assertEquals(sizesAt(5_000, 5_010, 5_020), [1, 2, 4]);
});

Deno.test("ChunkSize reads a clock of its own where no time is given", () => {
  const chunkSize = new ChunkSize();

  assertEquals(chunkSize.next(), SMALLEST_CHUNK);
  assertEquals(chunkSize.next(performance.now() + 10_000), SMALLEST_CHUNK);
});
