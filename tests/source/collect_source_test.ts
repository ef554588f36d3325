import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import {
  collectBytes,
  collectSource,
} from "../../src/source/collect_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
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
  Deno.test(`collectSource() makes a source of a stream that opens as often as need be (${size ?? "no"} size)`, async () => {
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

Deno.test("collectBytes() fails as its source does, and gives nothing of it", async () => {
  for (const size of [299_999, 300_001]) {
    const { stream } = await streamSource(streamOf(BYTES), size).open();

    await assertRejects(
      () => collectBytes({ size, stream }, SIGNAL, watch()),
      UploadError,
    );
  }
});
