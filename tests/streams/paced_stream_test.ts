import { assert, assertEquals, assertRejects } from "@std/assert";
import { Pace } from "../../src/streams/pace.ts";
import { PacedStream } from "../../src/streams/paced_stream.ts";
import type { Bytes } from "../../src/streams/bytes.ts";
import { turn } from "../support/turns.ts";

function bytesUpTo(length: number): Bytes {
  return Uint8Array.from({ length }, (_, index) => index);
}

Deno.test("PacedStream passes on all bytes, in pieces", async () => {
  const chunks = [bytesUpTo(60), bytesUpTo(25), bytesUpTo(1)];
  const paced = new PacedStream(ReadableStream.from(chunks), new Pace(1_000));
  const start = performance.now();

  const pieces = await Array.fromAsync(paced.stream);

  assertEquals(pieces.map(({ length }) => length), [25, 25, 10, 25, 1]);
  assertEquals(pieces.flatMap((piece) => [...piece]), [
    ...bytesUpTo(60),
    ...bytesUpTo(25),
    ...bytesUpTo(1),
  ]);
  // The first piece goes at once, and a late one by 50 ms earlier.
  assert(performance.now() - start >= 85 - 50);
  assertEquals(paced.isWaiting, false);
});

Deno.test("PacedStream gives pieces their own memory, and passes on an uncut chunk as is", async () => {
  const [long, short] = [bytesUpTo(6_000), bytesUpTo(10)];
  const pace = new Pace(100_000);
  const { stream } = new PacedStream(ReadableStream.from([long, short]), pace);
  const pieces: Bytes[] = [];
  for await (const piece of stream) {
    pieces.push(piece.slice());
    if (piece !== short) piece.buffer.transfer(0);
    else assertEquals(short.byteLength, 10);
  }

  assertEquals(pieces.map(({ length }) => length), [2_500, 2_500, 1_000, 10]);
  assertEquals(pieces[2]?.[0], bytesUpTo(6_000)[5_000]);
});

Deno.test("PacedStream reads a chunk only on demand", async () => {
  let pulls = 0;
  const source = new ReadableStream<Bytes>({
    pull(controller) {
      pulls++;
      controller.enqueue(bytesUpTo(5));
    },
  }, { highWaterMark: 0 });
  const { stream } = new PacedStream(source, new Pace(1_000));
  assertEquals(pulls, 0);

  const reader = stream.getReader();
  await reader.read();
  assertEquals(pulls, 1);
  await reader.cancel();
});

Deno.test("PacedStream leaves no timer when it is cancelled while it waits", async () => {
  let reason: unknown;
  const source = new ReadableStream<Bytes>({
    pull: (controller) => controller.enqueue(bytesUpTo(1)),
    cancel: (given) => {
      reason = given;
    },
  }, { highWaterMark: 0 });
  // A second for each byte: the sanitizer would report a remaining timer.
  const paced = new PacedStream(source, new Pace(1));
  const reader = paced.stream.getReader();
  await reader.read();
  const pending = reader.read();
  await turn();
  assertEquals(paced.isWaiting, true);

  await reader.cancel("no more");

  assertEquals((await pending).done, true);
  assertEquals([reason, paced.isWaiting], ["no more", false]);
});

Deno.test("PacedStream is cancelled while it waits for a chunk", async () => {
  const source = new ReadableStream<Bytes>({}, { highWaterMark: 0 });
  const paced = new PacedStream(source, new Pace(1));
  const reader = paced.stream.getReader();
  const pending = reader.read();

  await reader.cancel();

  assertEquals((await pending).done, true);
  assertEquals(paced.isWaiting, false);
});

Deno.test("PacedStream fails with the error of its source", async () => {
  const failure = new Error("it broke");
  const source = new ReadableStream<Bytes>({
    pull() {
      throw failure;
    },
  });
  const { stream } = new PacedStream(source, new Pace(1));

  const thrown = await assertRejects(() => stream.getReader().read(), Error);
  assertEquals(thrown, failure);
});
