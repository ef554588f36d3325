import { assertEquals, assertRejects } from "@std/assert";
import type { BodyOptions } from "../../src/body/body_options.ts";
import { StreamedBody } from "../../src/body/streamed_body.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { Bytes } from "../../src/streams/bytes.ts";
import { turn } from "../support/turns.ts";
import { until } from "../support/until.ts";

function optionsWith(options: Partial<BodyOptions> = {}): BodyOptions {
  return {
    signal: new AbortController().signal,
    count: { taken() {}, touch() {} },
    freesChunks: () => false,
    keepsCopies: false,
    onFailure: () => {},
    ...options,
  };
}

/** A source whose `cancel` settles on demand, and keeps the reason. */
function slowToCancel() {
  const closed = Promise.withResolvers<void>();
  const reasons: unknown[] = [];
  const stream = new ReadableStream<Bytes>({
    pull: (controller) => controller.enqueue(Uint8Array.of(1)),
    cancel: (reason) => {
      reasons.push(reason);
      return closed.promise;
    },
  }, { highWaterMark: 0 });
  return { stream, reasons, close: closed.resolve };
}

for (const isOpened of [true, false]) {
  Deno.test(`StreamedBody is released once its source is closed, with the reason of the signal (${isOpened ? "opened" : "not opened"})`, async () => {
    const { stream, reasons, close } = slowToCancel();
    const reason = new Error("enough");
    const controller = new AbortController();
    const { signal } = controller;
    const body = new StreamedBody(
      { size: 9, stream },
      optionsWith({ signal }),
    );
    if (isOpened) await new Response(body.body).body?.getReader().read();
    controller.abort(reason);
    let isReleased = false;

    const releasing = body.release().then(() => isReleased = true);
    await until(() => reasons.length > 0);
    await turn();

    assertEquals([isReleased, reasons], [false, [reason]]);
    close();
    await releasing;
  });
}

Deno.test("StreamedBody neither yields bytes nor ends after it was released", async () => {
  const { stream, close } = slowToCancel();
  const body = new StreamedBody({ size: -1, stream }, optionsWith());
  close();
  await body.release();

  await assertRejects(
    async () => {
      await new Response(body.body).bytes();
    },
    UploadError,
    "Cannot send the body again",
  );
});

Deno.test("StreamedBody reports no failure of its source after the signal has aborted", async () => {
  const failures: unknown[] = [];
  const controller = new AbortController();
  const stream = new ReadableStream<Bytes>({
    pull(source) {
      controller.abort();
      source.error(new UploadError("source", "it is gone"));
    },
  }, { highWaterMark: 0 });
  const body = new StreamedBody(
    { size: 9, stream },
    optionsWith({
      signal: controller.signal,
      onFailure: (failure) => failures.push(failure),
    }),
  );

  await assertRejects(
    () => new Response(body.body).bytes(),
    UploadError,
    "it is gone",
  );

  assertEquals(await body.completed, false);
  assertEquals(failures, []);
  await body.release();
});

Deno.test("StreamedBody of unknown size is not complete if its transport stopped before the end", async () => {
  const { stream, close } = slowToCancel();
  close();
  const body = new StreamedBody({ size: -1, stream }, optionsWith());
  const reader = new Response(body.body).body?.getReader();
  await reader?.read();

  await reader?.cancel();

  assertEquals(await body.completed, false);
  await body.release();
});

Deno.test("StreamedBody ignores an earlier pass, which a wrapper may still read, once it is opened again", async () => {
  const totals: number[] = [];
  const failures: UploadError[] = [];
  let fail = () => {};
  const first = new ReadableStream<Bytes>({
    start: (controller) => {
      fail = () => controller.error(new UploadError("source", "it is over"));
    },
    pull: (controller) => controller.enqueue(Uint8Array.of(1)),
  }, { highWaterMark: 0 });
  const body = new StreamedBody(
    { size: 3, stream: first },
    optionsWith({
      count: { taken: (total) => totals.push(total), touch() {} },
      reopen: () => ({
        size: 3,
        stream: ReadableStream.from([new Uint8Array(3)]),
      }),
      onFailure: (failure) => failures.push(failure),
    }),
  );
  const earlier = new Response(body.body).body?.getReader();
  await earlier?.read();
  const later = new Response(body.body).body?.getReader();
  await later?.read();
  await earlier?.read();
  fail();
  await earlier?.read().catch(() => {});
  await later?.read();

  assertEquals(totals, [0, 3]);
  assertEquals(failures, []);
  assertEquals(await body.completed, true);
  await body.release();
});
