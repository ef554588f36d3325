import { assert, assertEquals, assertRejects } from "@std/assert";
import type { BodyOptions } from "../../src/body/body_options.ts";
import { StreamedBody } from "../../src/body/streamed_body.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { SourceBytes } from "../../src/source/source.ts";
import type { Bytes } from "../../src/streams/bytes.ts";

const OPTIONS: BodyOptions = {
  signal: new AbortController().signal,
  count: { taken() {}, touch() {} },
  freesChunks: () => false,
  keepsCopies: false,
  onFailure: (failure) => {
    throw failure;
  },
};

/** Chunks of their own memory, and a source of them. */
function source(
  lengths: readonly number[],
  rest: Partial<SourceBytes> = {},
): { chunks: Bytes[]; bytes: SourceBytes } {
  const chunks = lengths.map((length) => new Uint8Array(length).fill(length));
  const size = lengths.reduce((sum, length) => sum + length, 0);
  return {
    chunks,
    bytes: { size, stream: ReadableStream.from(chunks), ...rest },
  };
}

/** Reads a body to its end as a transport that copies each chunk, as the fetch standard has it. */
async function read(body: StreamedBody): Promise<string> {
  const read: number[] = [];
  const { body: stream } = new Response(body.body);
  for await (const chunk of stream ?? []) read.push(...chunk);
  return read.join("");
}

for (
  const [ownsChunks, freesChunks] of [
    [true, true],
    [true, false],
    [false, true],
  ] as const
) {
  const frees = ownsChunks && freesChunks;
  Deno.test(`StreamedBody ${frees ? "frees" : "keeps"} the chunks that were taken (ownsChunks: ${ownsChunks}, freesChunks: ${freesChunks})`, async () => {
    const { chunks, bytes } = source([3, 2, 1], { ownsChunks });
    const body = new StreamedBody(bytes, {
      ...OPTIONS,
      freesChunks: () => freesChunks,
    });

    assertEquals(await read(body), "333221");
    await body.release();
    assertEquals(
      chunks.map(({ buffer }) => buffer.detached),
      [frees, frees, frees],
    );
  });
}

Deno.test("StreamedBody frees no chunk before the next one is requested", async () => {
  const { chunks, bytes } = source([3, 2], { ownsChunks: true });
  const body = new StreamedBody(bytes, { ...OPTIONS, freesChunks: () => true });
  const reader = new Response(body.body).body?.getReader();

  await reader?.read();
  assertEquals(chunks[0]?.buffer.detached, false);
  await reader?.read();
  assertEquals(chunks[0]?.buffer.detached, true);
  assertEquals(chunks[1]?.buffer.detached, false);

  await reader?.cancel();
  await body.release();
});

Deno.test("StreamedBody is released even if its transport no longer reads or cancels it", async () => {
  const { bytes } = source([3, 2, 1]);
  const body = new StreamedBody(bytes, OPTIONS);
  const reader = new Response(body.body).body?.getReader();
  await reader?.read();

  await body.release();

  assertEquals(await body.completed, false);
  await assertRejects(async () => await reader?.read(), DOMException);
});

Deno.test("StreamedBody that is never opened cancels its stream", async () => {
  const reasons: unknown[] = [];
  const stream = new ReadableStream<Bytes>({
    cancel: (reason) => void reasons.push(reason),
  });
  const body = new StreamedBody({ size: 5, stream }, OPTIONS);

  await body.release();

  assertEquals([reasons.length, body.isPulled], [1, false]);
});

Deno.test("StreamedBody reports whether it was requested and whether all of it was taken", async () => {
  const { bytes } = source([3, 2, 1]);
  const body = new StreamedBody(bytes, OPTIONS);
  const response = new Response(body.body);
  assertEquals([body.isPulled, body.passed], [false, 0]);

  await response.bytes();

  assertEquals([body.isPulled, body.passed], [true, 6]);
  assertEquals(await body.completed, true);
  await body.release();
});

Deno.test("StreamedBody counts from 0 when it is opened again, and stops the first pass at the end", async () => {
  const totals: number[] = [];
  const cancelled = Promise.withResolvers<void>();
  const first = new ReadableStream<Bytes>({
    pull: (controller) => controller.enqueue(Uint8Array.of(1)),
    cancel: () => cancelled.resolve(),
  }, { highWaterMark: 0 });
  const body = new StreamedBody({ size: 6, stream: first }, {
    ...OPTIONS,
    count: { taken: (total) => totals.push(total), touch() {} },
    reopen: () => source([3, 2, 1]).bytes,
  });
  const early = new Response(body.body).body?.getReader();
  await early?.read();
  await early?.read();

  assertEquals(await read(body), "333221");
  assertEquals(await body.completed, true);
  assertEquals(totals, [1, 0, 3, 5, 6]);
  await body.release();
  await cancelled.promise;
});

Deno.test("StreamedBody that cannot be opened again says so to a transport that tries", async () => {
  const { bytes } = source([3]);
  const body = new StreamedBody(bytes, OPTIONS);
  await read(body);

  const error = await read(body).catch((thrown) => thrown);

  assert(error instanceof UploadError);
  assertEquals(error.code, "source");
  await body.release();
});

Deno.test("StreamedBody reports a source that cannot be opened again", async () => {
  const failures: UploadError[] = [];
  const { bytes } = source([3]);
  const body = new StreamedBody(bytes, {
    ...OPTIONS,
    reopen: () => Promise.reject(new UploadError("source", "it is gone")),
    onFailure: (failure) => failures.push(failure),
  });
  await read(body);

  await assertRejects(() => read(body), UploadError, "it is gone");

  assertEquals(await body.completed, false);
  assertEquals(failures.map(({ message }) => message), ["it is gone"]);
  await body.release();
});
