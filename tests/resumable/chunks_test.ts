import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { Chunks } from "../../src/resumable/chunk.ts";
import { ChunkReader } from "../../src/resumable/chunk_reader.ts";
import { chunksOf } from "../../src/resumable/chunks_of.ts";
import type { OpenSource } from "../../src/source/source.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { streamSource } from "../../src/source/stream_source.ts";

const { signal } = new AbortController();
const BYTES = new TextEncoder().encode("0123456789");

function streamOf(
  ...chunks: string[]
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return ReadableStream.from(chunks.map((chunk) => encoder.encode(chunk)));
}

/** The text of the chunk at an offset. */
async function textAt(chunks: Chunks, offset: number): Promise<string> {
  const chunk = await chunks.at(offset);
  return await new Response((await chunk.open()).stream).text();
}

Deno.test("a reader makes chunks of a size of any others", async () => {
  const reader = new ChunkReader(streamOf("01", "234567", "8", "9"));
  const read = [];
  for (let size = 0; size < 6; size++) {
    const { bytes, isEnd } = await reader.read(size, signal);
    read.push(`${new TextDecoder().decode(bytes)}${isEnd ? "$" : ""}`);
  }

  assertEquals(read, ["", "0", "12", "345", "6789", "$"]);
});

Deno.test("a reader ends with its signal, and cancels the stream", async () => {
  const controller = new AbortController();
  let reason: unknown;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    cancel: (given) => void (reason = given),
  });
  const reading = new ChunkReader(stream).read(1, controller.signal);

  controller.abort("enough");

  assertEquals(await reading.catch((thrown) => thrown), "enough");
  assertEquals([reason, stream.locked], ["enough", false]);
});

Deno.test("bytes are in chunks at any offset of their range", async () => {
  for (const inMemory of [false, true]) {
    const options = { chunkSize: 3, inMemory, signal };
    const range = { start: 1, end: 8 };
    const chunks = chunksOf(bytesSource(BYTES), range, options);
    assertEquals(chunks.total, 7);
    assertEquals(await textAt(chunks, 0), "123");
    assertEquals(await textAt(chunks, 6), "7");
    assertEquals(await textAt(chunks, 2), "345");
    assertEquals((await chunks.at(2)).bytes !== undefined, inMemory);
  }
});

Deno.test("a stream has the chunk that it gave last, and the next one", async () => {
  const source = streamSource(streamOf("0123", "456789"));
  const options = { chunkSize: 4, inMemory: false, signal };
  const chunks = chunksOf(source, undefined, options);

  assertEquals(await textAt(chunks, 0), "0123");
  assertEquals(await textAt(chunks, 2), "23");
  assertEquals(await textAt(chunks, 4), "4567");
  assertEquals([chunks.reaches(3), chunks.total], [false, undefined]);
  await assertRejects(async () => await chunks.at(3), UploadError);
  assertEquals(await textAt(chunks, 8), "89");
  assertEquals([await textAt(chunks, 10), chunks.total], ["", 10]);
});

for (const kind of ["bytes", "a stream"]) {
  Deno.test(`chunks of ${kind} share their memory, which what was opened before does not see`, async () => {
    const source = kind === "bytes"
      ? bytesSource(BYTES)
      : streamSource(streamOf("0123", "456789"));
    const options = { chunkSize: 4, inMemory: true, signal };
    const chunks = chunksOf(source, undefined, options);
    const first = await chunks.at(0);
    const reader = (await first.open()).stream.getReader();
    const { value } = await reader.read();

    const second = await chunks.at(4);

    assertEquals(new TextDecoder().decode(value), "0123");
    assertEquals(new TextDecoder().decode(second.bytes), "4567");
    assert(second.bytes?.buffer === first.bytes?.buffer);
    assert(value?.buffer !== first.bytes?.buffer);
  });
}

Deno.test("a chunk of a short stream takes little memory, however large it may be", async () => {
  const source = streamSource(streamOf("0123", "4"));
  const options = { chunkSize: 2 ** 40, inMemory: false, signal };
  const { bytes } = await chunksOf(source, undefined, options).at(0);

  assertEquals(new TextDecoder().decode(bytes), "01234");
  assert((bytes?.buffer.byteLength ?? Infinity) <= 8);
});

Deno.test("a stream keeps what was not stored of a chunk that it fills up", async () => {
  const source = streamSource(streamOf("0123456789"));
  const options = { chunkSize: 4, minSize: 4, inMemory: false, signal };
  const chunks = chunksOf(source, undefined, options);

  assertEquals(await textAt(chunks, 0), "0123");
  assertEquals(await textAt(chunks, 3), "3456");
  assertEquals(await textAt(chunks, 7), "789");
});

Deno.test("a chunk is gone once the read of the next one has failed", async () => {
  let reads = 0;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (reads++ < 2) return controller.enqueue(BYTES.slice(reads, reads + 3));
      controller.error(new Error("the disk is gone"));
    },
  });
  const chunks = chunksOf(streamSource(stream), undefined, {
    chunkSize: 4,
    inMemory: false,
    signal,
  });

  assertEquals(await textAt(chunks, 0), "1232");
  await assertRejects(async () => await chunks.at(4), UploadError);

  assertEquals([0, 3, 4, 5].map((at) => chunks.reaches(at)), [
    ...[false, false, true, false],
  ]);
});

Deno.test("a whole stream has its length once it has ended, and only its end again", async () => {
  const chunks = chunksOf(streamSource(streamOf("012", "34")), undefined, {
    chunkSize: Infinity,
    inMemory: false,
    signal,
  });

  assertThrows(() => chunks.at(1), UploadError);
  assertEquals(chunks.total, undefined);
  assertEquals(await textAt(chunks, 0), "01234");
  assertEquals(chunks.total, 5);
  assertEquals([0, 4, 5].map((offset) => chunks.reaches(offset)), [
    ...[false, false, true],
  ]);
  assertEquals(await textAt(chunks, 5), "");
});

Deno.test("a whole stream that broke off has no length, wherever it was", async () => {
  const chunks = chunksOf(streamSource(streamOf("012", "34")), undefined, {
    chunkSize: Infinity,
    inMemory: false,
    signal,
  });
  const { stream } = await (await chunks.at(0)).open();
  const reader = stream.getReader();
  await reader.read();

  assertEquals(chunks.total, undefined);
  for (const offset of [0, 3, 5]) assert(!chunks.reaches(offset));
  await reader.cancel();
});

Deno.test("a source that ends before an offset is not sent from there on", async () => {
  for (const chunkSize of [Infinity, 4, 100]) {
    const source: OpenSource = {
      size: -1,
      reopens: true,
      open: () => ({ size: -1, stream: streamOf("01234") }),
      close() {},
    };
    const options = { chunkSize, inMemory: false, signal };
    const chunks = chunksOf(source, undefined, options);

    assertEquals(await textAt(chunks, 5), "");
    const { code, message } = await assertRejects(
      () => textAt(chunks, 7),
      UploadError,
    );
    assertEquals([code, message], [
      "source",
      "Cannot send the source from byte 7 on: it has 5 bytes",
    ]);
  }
});
