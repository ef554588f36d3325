import { assert, assertEquals, assertRejects } from "@std/assert";
import { PartMemory } from "../../src/s3/part_memory.ts";
import type { Bytes } from "../../src/streams/bytes.ts";

/** Fills a part with one value. */
function fill(memory: PartMemory, number: number, size = 4) {
  return memory.read(number, size, (chunk) => {
    chunk.put(new Uint8Array(size).fill(number), 0, size);
    return Promise.resolve(chunk.chunk(size));
  });
}

Deno.test("PartMemory gives parts that are not released memory of their own", async () => {
  const memory = new PartMemory();
  const one = await fill(memory, 1);
  const two = await fill(memory, 2);
  assertEquals(memory.parts, [one, two]);
  assertEquals([one.bytes, two.bytes], [
    new Uint8Array([1, 1, 1, 1]),
    new Uint8Array([2, 2, 2, 2]),
  ]);
});

Deno.test("PartMemory uses the memory of a released part for the next one", async () => {
  const memory = new PartMemory();
  const one = await fill(memory, 1);
  memory.release(one);
  memory.release(one);
  const two = await fill(memory, 2);
  const three = await fill(memory, 3);
  assert(one.bytes?.buffer === two.bytes?.buffer);
  assert(two.bytes?.buffer !== three.bytes?.buffer);
  assertEquals(memory.parts, [two, three]);
});

Deno.test("PartMemory keeps no part that could not be read", async () => {
  const memory = new PartMemory();
  const failed = (): Promise<Bytes> => Promise.reject(new Error("cut"));
  await assertRejects(() => memory.read(1, 4, failed), Error, "cut");
  assertEquals(memory.parts, []);
});
