import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import {
  collectBytes,
  collectSource,
} from "../../src/source/collect_source.ts";
import type { OpenSource, SourceBytes } from "../../src/source/source.ts";
import { streamSource } from "../../src/source/stream_source.ts";
import { sameBytes, streamOf } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";

const SIGNAL = new AbortController().signal;
const BYTES = randomBytes(300_000);

/** Counts chunks. */
function watch() {
  return {
    touches: 0,
    touch() {
      this.touches++;
    },
  };
}

for (const size of [undefined, 300_000]) {
  Deno.test(`collectSource() turns a stream into a source that opens repeatedly (${size ?? "no"} size)`, async () => {
    const watched = watch();

    const source = await collectSource(
      streamSource(streamOf(BYTES), size),
      SIGNAL,
      watched,
    );

    assertEquals([source.size, source.reopens], [300_000, true]);
    assertEquals(watched.touches, 3);
    for (let time = 0; time < 2; time++) {
      const { stream } = await source.open();
      assert(sameBytes(await new Response(stream).bytes(), BYTES));
    }
  });
}

Deno.test("collectSource() waits for bytes that are yet to be opened", async () => {
  const late: OpenSource = {
    size: -1,
    reopens: false,
    open: async () => {
      await Promise.resolve();
      return { size: -1, stream: streamOf(BYTES) };
    },
    close() {},
  };

  assertEquals((await collectSource(late, SIGNAL, watch())).size, 300_000);
});

Deno.test("collectBytes() stops when its signal aborts, and cancels the stream with the reason", async () => {
  const controller = new AbortController();
  const reasons: unknown[] = [];
  const stream = new ReadableStream({
    cancel: (reason) => void reasons.push(reason),
  });
  const collected = collectBytes(
    { size: -1, stream },
    controller.signal,
    watch(),
  );

  controller.abort("enough");

  assertEquals(await collected.catch((thrown) => thrown), "enough");
  assertEquals(reasons, ["enough"]);
});

Deno.test("collectBytes() fails with the error of its source, and returns none of it", async () => {
  for (const size of [299_999, 300_001]) {
    const { stream } = await streamSource(streamOf(BYTES), size).open();

    await assertRejects(
      () => collectBytes({ size, stream }, SIGNAL, watch()),
      UploadError,
    );
  }
});

Deno.test("collectBytes() makes a Blob of pieces, and reads no Blob among them", async () => {
  let reads = 0;
  class Read extends Blob {
    override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
      reads++;
      return super.stream();
    }
  }
  const stream = new ReadableStream<never>();
  const opened: number[] = [];
  const pieces = [
    { size: 1, stream, inMemory: new Read(["a"]) },
    { size: 1, stream, inMemory: new TextEncoder().encode("b") },
    { size: -1, stream: streamOf(new TextEncoder().encode("c")) },
  ].map((bytes, index) => async () => {
    await Promise.resolve();
    opened.push(index);
    return bytes;
  });
  const watched = watch();
  const blob = await collectBytes({ size: 3, stream, pieces }, SIGNAL, watched);

  assertEquals(reads, 0);
  assertEquals(await blob.text(), "abc");
  assertEquals([opened, watched.touches > 2], [[0, 1, 2], true]);
});

Deno.test("collectBytes() does not wait for a piece that stalls when its signal aborts, and cancels it when it is late", async () => {
  const controller = new AbortController();
  const late = Promise.withResolvers<SourceBytes>();
  const cancelled = Promise.withResolvers<unknown>();
  const collected = collectBytes(
    { size: -1, stream: new ReadableStream(), pieces: [() => late.promise] },
    controller.signal,
    watch(),
  );
  controller.abort("enough");
  assertEquals(await collected.catch((thrown) => thrown), "enough");

  late.resolve({
    size: -1,
    stream: new ReadableStream({ cancel: cancelled.resolve }),
  });
  assertEquals(await cancelled.promise, "enough");
});
