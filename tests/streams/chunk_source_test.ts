import { assert, assertEquals, assertThrows } from "@std/assert";
import { PassThrough, type Readable } from "node:stream";
import { UploadError } from "../../src/errors/upload_error.ts";
import { chunkSourceOf } from "../../src/streams/chunk_source.ts";

/** A Node stream that never gives anything. */
function silent(): Readable {
  const stream = new PassThrough();
  stream.on("error", () => {});
  return stream;
}

Deno.test("chunkSourceOf() destroys an unread Node stream", () => {
  const stream = silent();

  chunkSourceOf(stream).cancel("enough");

  assertEquals(stream.destroyed, true);
});

Deno.test("chunkSourceOf() destroys a Node stream while it waits for it", async () => {
  const stream = silent();
  const source = chunkSourceOf(stream);
  const asked = source.next().catch(() => "closed");

  source.cancel("enough");

  assertEquals(stream.destroyed, true);
  await asked;
});

Deno.test("chunkSourceOf() fails with the error of a Node stream", async () => {
  const stream = silent();
  const failure = new Error("it is over");
  stream.destroy(failure);
  await new Promise((resolve) => stream.once("close", resolve));
  const error = assertThrows(() => chunkSourceOf(stream), UploadError);

  assertEquals([error.code, error.message], [
    "source",
    "Cannot read the source: it is over",
  ]);
  assert(error.cause === failure);
});

Deno.test("chunkSourceOf() refuses a destroyed Node stream, even without an error", () => {
  const older = {
    ...{ readable: true, destroyed: true, pipe() {}, on() {}, destroy() {} },
    // Those of readable-stream 3 end without an error.
    async *[Symbol.asyncIterator]() {},
  };
  for (const stream of [silent().destroy(), older]) {
    const { code, message } = assertThrows(
      () => chunkSourceOf(stream),
      UploadError,
    );

    assertEquals([code, message], [
      "source",
      "Cannot read the source: it was destroyed before it was read",
    ]);
  }
});

Deno.test("chunkSourceOf() refuses a stream that was read in the meantime", async () => {
  const stream = ReadableStream.from([1, 2]);
  const reader = stream.getReader();
  await reader.read();
  reader.releaseLock();
  const { code, message } = assertThrows(
    () => chunkSourceOf(stream),
    UploadError,
  );

  assertEquals([code, message], [
    "source",
    "Cannot read the source: it was read by something else",
  ]);
  await stream.cancel();
});

Deno.test("chunkSourceOf() turns a synchronous throw into a rejection", async () => {
  const source = chunkSourceOf({
    [Symbol.asyncIterator]: () => ({
      next() {
        throw new Error("it is over");
      },
    }),
  });

  assertEquals(await source.next().catch(String), "Error: it is over");
});
