import { assertEquals } from "@std/assert";
import {
  ChunkSize,
  MAX_CHUNK,
  MIN_CHUNK,
} from "../../src/streams/chunk_size.ts";

/** The sizes of the chunks of a line that takes this many bytes a second, each a moment after the one before. */
function sizesAt(bytesPerSecond: number, count: number): number[] {
  const chunkSize = new ChunkSize();
  let now = 5_000;
  return Array.from({ length: count }, () => {
    const size = chunkSize.next(now);
    now += 1000 * size / bytesPerSecond;
    return size / MIN_CHUNK;
  });
}

Deno.test("ChunkSize starts small, and grows to its maximum on a fast connection", () => {
  const sizes = sizesAt(1e9, 60);

  assertEquals(sizes.slice(0, 32), Array(32).fill(1));
  assertEquals(sizes.slice(32), Array(28).fill(MAX_CHUNK / MIN_CHUNK));
});

Deno.test("ChunkSize is what a connection takes in 7 ms, in multiples of the minimum", () => {
  assertEquals(sizesAt(40e6, 100).at(-1), Math.floor(0.28e6 / MIN_CHUNK));
});

Deno.test("ChunkSize stays small on a slow connection", () => {
  for (const bytesPerSecond of [25e3, 125e3, 1.25e6, 5e6]) {
    assertEquals(new Set(sizesAt(bytesPerSecond, 200)), new Set([1]));
  }
});

Deno.test("ChunkSize does not mistake buffers that fill at once for a fast connection", () => {
  const chunkSize = new ChunkSize();
  for (let at = 0; at < 1024 * 1024; at += MIN_CHUNK) {
    assertEquals(chunkSize.next(0), MIN_CHUNK);
  }
  for (let now = 0; now < 10_000; now += 50) {
    assertEquals(chunkSize.next(now), MIN_CHUNK);
  }
});

Deno.test("ChunkSize shrinks when a connection slows down, and grows again", () => {
  const chunkSize = new ChunkSize();
  const largestUntil = (from: number, to: number, step: number) => {
    let size = 0;
    for (let now = from; now < to; now += step) size = chunkSize.next(now);
    return size;
  };

  assertEquals(largestUntil(0, 1_000, 1), MAX_CHUNK);
  assertEquals(largestUntil(1_000, 10_000, 500), MIN_CHUNK);
  assertEquals(largestUntil(10_000, 11_000, 0.1), MAX_CHUNK);
});

Deno.test("ChunkSize reads its own clock if no time is given", () => {
  const chunkSize = new ChunkSize();

  assertEquals(chunkSize.next(), MIN_CHUNK);
  assertEquals(chunkSize.next(performance.now() + 10_000), MIN_CHUNK);
});
