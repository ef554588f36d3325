import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Bytes } from "../../src/streams/bytes.ts";
import { joinedStream } from "../../src/streams/joined_stream.ts";
import { turn } from "../support/turns.ts";

type Stream = ReadableStream<Bytes>;

/** Opens a stream of bytes. */
function gives(...bytes: number[]): () => Promise<Stream> {
  return () =>
    Promise.resolve(
      ReadableStream.from(bytes.map((byte) => Uint8Array.of(byte))),
    );
}

Deno.test("joinedStream() yields one stream after the other", async () => {
  const none = joinedStream([]);
  const empty = joinedStream([gives(), gives()]);
  const all = joinedStream([gives(), gives(1, 2), gives(), gives(3), gives()]);

  assertEquals(await Array.fromAsync(none), []);
  assertEquals(await Array.fromAsync(empty), []);
  assertEquals(await new Response(all).bytes(), Uint8Array.of(1, 2, 3));
});

Deno.test("joinedStream() opens nothing before it is read", async () => {
  let opened = 0;
  const stream = joinedStream([() => {
    opened++;
    return gives(1)();
  }]);
  await Promise.resolve();

  assertEquals(opened, 0);
  await stream.cancel();
  assertEquals(opened, 0);
});

Deno.test("joinedStream() fails with the error of a stream that fails or cannot be opened", async () => {
  const failure = new Error("it is over");
  const failing = joinedStream([gives(1), () =>
    Promise.resolve(
      new ReadableStream<Bytes>({ pull: (c) => c.error(failure) }),
    )]);
  const closed = joinedStream([gives(1), () => Promise.reject(failure)]);
  for (const stream of [failing, closed]) {
    const thrown = await assertRejects(
      () => Array.fromAsync(stream),
      Error,
    );
    assert(thrown === failure);
  }
});

Deno.test("joinedStream() cancels the stream that is being read, and opens no other", async () => {
  const asked = Promise.withResolvers<void>();
  let reason: unknown;
  let opened = 0;
  const stalled = new ReadableStream<Bytes>({
    pull() {
      asked.resolve();
      return new Promise<void>(() => {});
    },
    cancel: (given) => void (reason = given),
  }, { highWaterMark: 0 });
  const reader = joinedStream([() => Promise.resolve(stalled), () => {
    opened++;
    return gives(1)();
  }]).getReader();
  const reading = reader.read();
  await asked.promise;

  await reader.cancel("enough");

  assertEquals([reason, (await reading).done, opened], ["enough", true, 0]);
});

Deno.test("joinedStream() waits for the cleanup of the stream that it cancels", async () => {
  const cleaned = Promise.withResolvers<void>();
  let isOver = false;
  const slow = new ReadableStream<Bytes>({
    pull: (controller) => controller.enqueue(Uint8Array.of(1)),
    cancel: () => cleaned.promise,
  }, { highWaterMark: 0 });
  const reader = joinedStream([() => Promise.resolve(slow)]).getReader();
  await reader.read();
  const cancelling = reader.cancel().then(() => isOver = true);
  await turn();

  assertEquals(isOver, false);
  cleaned.resolve();
  await cancelling;
});

Deno.test("joinedStream() cancels a stream that opens too late, without waiting for it", async () => {
  const opening = Promise.withResolvers<Stream>();
  const asked = Promise.withResolvers<void>();
  const cancelled = Promise.withResolvers<unknown>();
  const reader = joinedStream([() => {
    asked.resolve();
    return opening.promise;
  }, gives(1)]).getReader();
  const reading = reader.read();
  await asked.promise;

  await reader.cancel("enough");
  opening.resolve(
    new ReadableStream<Bytes>({ cancel: (given) => cancelled.resolve(given) }),
  );

  assertEquals(await cancelled.promise, "enough");
  assertEquals((await reading).done, true);
});
