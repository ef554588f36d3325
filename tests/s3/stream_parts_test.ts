import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "@network/upload";
import { StreamParts } from "../../src/s3/stream_parts.ts";
import { streamSource } from "../../src/source/stream_source.ts";
import { sameBytes, streamOf } from "../support/bytes.ts";
import { patternOf } from "../support/s3/s3_scene.ts";

const URL_OF_KEY = new URL("https://h/k");

function partsOf(
  bytes: Uint8Array<ArrayBuffer>,
  { partSize = 10, chunkSize = 7, isStored = (number: number) => number < 0 } =
    {},
): StreamParts {
  const { signal } = new AbortController();
  return new StreamParts(
    streamSource(streamOf(bytes, chunkSize)),
    URL_OF_KEY,
    { partSize, inMemory: false, signal },
    isStored,
  );
}

for (const size of [0, 1, 9, 10, 11, 20, 35]) {
  for (const chunkSize of [1, 7, 10, 100]) {
    Deno.test(`StreamParts cuts ${size} bytes in chunks of ${chunkSize}`, async () => {
      const bytes = patternOf(size);
      const parts = partsOf(bytes, { chunkSize });
      assertEquals(await parts.isSingle(), size <= 10);
      const read: Uint8Array<ArrayBuffer>[] = [];
      for (let part; (part = await parts.next()) !== undefined;) {
        assertEquals(part.number, read.length + 1);
        // Its memory is used again once it is released.
        read.push((part.bytes ?? new Uint8Array()).slice());
        assertEquals(part.size, read.at(-1)?.byteLength);
        parts.release(part);
      }
      assertEquals(read.length, Math.max(Math.ceil(size / 10), 1));
      assert(sameBytes(await new Blob(read).bytes(), bytes));
    });
  }
}

Deno.test("StreamParts returns what was not released once more, after restart()", async () => {
  const parts = partsOf(patternOf(45));
  const [one, two, three] = await Promise.all([
    parts.next(),
    parts.next(),
    parts.next(),
  ]);
  assert(one && two && three);
  parts.release(two);
  const late = parts.next();
  parts.restart();
  assertEquals(await parts.isSingle(), false);
  const numbers = [];
  for (let part; (part = await parts.next()) !== undefined;) {
    numbers.push(part.number);
  }
  assertEquals((await late)?.number, 4);
  assertEquals(numbers, [1, 3, 4, 5]);
});

Deno.test("StreamParts skips what is stored", async () => {
  const bytes = patternOf(35);
  const parts = partsOf(bytes, { isStored: (number) => number < 3 });
  const part = await parts.next();
  assertEquals([part?.number, part?.size], [3, 10]);
  assert(sameBytes(part?.bytes ?? new Uint8Array(), bytes.subarray(20, 30)));
});

Deno.test("StreamParts refuses more than 10,000 parts", async () => {
  const parts = partsOf(patternOf(10_001), { partSize: 1, chunkSize: 10_001 });
  for (let number = 1; number <= 10_000; number++) {
    const part = await parts.next();
    assert(part);
    parts.release(part);
  }
  const error = await assertRejects(() => parts.next(), UploadError);
  assertEquals(error.code, "source");
});
