import { assert, assertEquals } from "@std/assert";
import { ChunkMemory } from "../../src/resumable/chunk_memory.ts";

Deno.test("the memory of a chunk grows with its bytes, up to the maximum", () => {
  const memory = new ChunkMemory();
  const sizes: number[] = [];
  for (let at = 0; at < 10; at++) {
    memory.put(Uint8Array.of(at), at, 10);
    sizes.push(memory.chunk(at + 1).buffer.byteLength);
  }

  assertEquals([...memory.chunk(10)], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assertEquals(sizes, [1, 2, 4, 4, 8, 8, 8, 8, 10, 10]);
});

Deno.test("the memory of a chunk is used for the next one", () => {
  const memory = new ChunkMemory();
  memory.put(Uint8Array.of(1, 2, 3), 0, 3);
  const { buffer } = memory.chunk(3);
  memory.put(Uint8Array.of(4), 0, 3);

  assertEquals([...memory.chunk(1)], [4]);
  assert(memory.chunk(1).buffer === buffer);
});

Deno.test("the memory of a chunk is allocated once if its size is expected", () => {
  const memory = new ChunkMemory(3);
  memory.put(Uint8Array.of(1), 0, 4);
  const { buffer } = memory.chunk(1);
  memory.put(Uint8Array.of(2, 3), 1, 4);

  assertEquals([...memory.chunk(3)], [1, 2, 3]);
  assert(memory.chunk(3).buffer === buffer);
});
