import { assert, assertEquals } from "@std/assert";
import { RangeParts } from "../../src/s3/range_parts.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { sameBytes } from "../support/bytes.ts";
import { patternOf } from "../support/s3/s3_scene.ts";

const { signal } = new AbortController();

for (const inMemory of [false, true]) {
  for (const size of [0, 1, 9, 10, 11, 20, 35]) {
    Deno.test(`RangeParts cuts ${size} bytes, ${inMemory ? "" : "not "}in memory`, async () => {
      const bytes = patternOf(size);
      const options = { partSize: 10, inMemory, signal };
      const parts = new RangeParts(bytesSource(bytes), options, () => false);
      assertEquals(parts.isSingle(), size <= 10);
      const read: ArrayBuffer[] = [];
      for (let part; (part = await parts.next()) !== undefined;) {
        read.push(await new Response((await part.open()).stream).arrayBuffer());
        assertEquals([part.number, part.size], [
          read.length,
          read.at(-1)?.byteLength,
        ]);
        assertEquals(part.bytes !== undefined, inMemory);
        parts.release(part);
      }
      assertEquals(read.length, Math.max(Math.ceil(size / 10), 1));
      assert(sameBytes(await new Blob(read).bytes(), bytes));
      assertEquals(await parts.next(), undefined);
    });
  }
}

Deno.test("RangeParts leaves out what is stored, up to all of it", async () => {
  for (
    const [stored, left] of [
      [[1, 3], [2, 4]],
      [[2, 3, 4], [1]],
      [[1, 2, 3, 4], []],
    ] as const
  ) {
    const isStored = (number: number) => stored.some((one) => one === number);
    const options = { partSize: 10, inMemory: false, signal };
    const source = bytesSource(new Uint8Array(35));
    const parts = new RangeParts(source, options, isStored);
    const numbers: number[] = [];
    for (let part; (part = await parts.next()) !== undefined;) {
      numbers.push(part.number);
    }
    assertEquals(numbers, [...left]);
  }
});
