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

Deno.test("Batch accepts a single chunk of any size, and no other one beside a large one", () => {
  for (const size of [8192, 65_536, 1_000_000]) {
    const batch = new Batch();
    assert(batch.fits(new Uint8Array(size)));
    batch.add(new Uint8Array(size), false);

    assertEquals(batch.isFull, true);
    assertEquals(batch.fits(new Uint8Array(1)), false);
    assertEquals(batch.bytes?.byteLength, size);
  }
});

Deno.test("Batch accepts no more than 64 KiB of small chunks", () => {
  const batch = new Batch();
  for (let count = 0; count < 8; count++) batch.add(new Uint8Array(8191), true);

  assertEquals(batch.isFull, false);
  assertEquals(batch.fits(new Uint8Array(8)), true);
  assertEquals(batch.fits(new Uint8Array(9)), false);
  batch.add(new Uint8Array(8), false);
  assertEquals(batch.isFull, true);
  assertEquals(batch.bytes?.byteLength, 65_536);
});

Deno.test("Batch does not take a large chunk after a small one", () => {
  const batch = new Batch();
  batch.add(new Uint8Array(1), false);

  assertEquals(batch.fits(new Uint8Array(8191)), true);
  assertEquals(batch.fits(new Uint8Array(8192)), false);
});
