import { assert, assertEquals } from "@std/assert";
import { Batch } from "../../src/streams/batch.ts";

Deno.test("Batch has no bytes at first", () => {
  const batch = new Batch();

  assertEquals([batch.isEmpty, batch.isFull], [true, false]);
  assertEquals(batch.bytes, undefined);
});

Deno.test("Batch is the memory of a single chunk, unless that changes later", () => {
  const chunk = Uint8Array.of(1, 2);
  const [kept, copied] = [new Batch(), new Batch()];
  kept.add(chunk, false);
  copied.add(chunk, true);
  chunk.fill(9);

  assert(kept.bytes?.buffer === chunk.buffer);
  assertEquals(copied.bytes, Uint8Array.of(1, 2));
});

Deno.test("Batch puts chunks together in their order", () => {
  for (const isReused of [false, true]) {
    const batch = new Batch();
    for (const chunk of [[1], [2, 3], [4, 5, 6]]) {
      batch.add(Uint8Array.from(chunk), isReused);
    }

    assertEquals(batch.bytes, Uint8Array.of(1, 2, 3, 4, 5, 6));
  }
});

Deno.test("Batch does not write into the memory of its first chunk", () => {
  const memory = new Uint8Array(10);
  const batch = new Batch();
  batch.add(memory.subarray(0, 2), false);
  batch.add(Uint8Array.of(7), false);

  assertEquals(memory, new Uint8Array(10));
});

Deno.test("Batch takes a single chunk of any size, and no more than 64 KiB of several", () => {
  const batch = new Batch();
  assert(batch.fits(new Uint8Array(1_000_000)));
  batch.add(new Uint8Array(65_535), false);

  assertEquals(batch.isFull, false);
  assertEquals(batch.fits(new Uint8Array(1)), true);
  assertEquals(batch.fits(new Uint8Array(2)), false);
  batch.add(new Uint8Array(1), false);
  assertEquals(batch.isFull, true);
  assertEquals(batch.bytes?.byteLength, 65_536);
});
