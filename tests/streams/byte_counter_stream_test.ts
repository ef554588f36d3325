import {
  assert,
  assertEquals,
  assertLessOrEqual,
  assertRejects,
} from "@std/assert";
import { ByteCounterStream } from "../../src/streams/byte_counter_stream.ts";
import { turn } from "../support/turns.ts";

/** A stream of chunks of these lengths, which keeps what was asked of it. */
function chunks(...lengths: number[]) {
  const log: string[] = [];
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const length = lengths.shift();
      log.push(length === undefined ? "end" : `${length}`);
      if (length === undefined) controller.close();
      else controller.enqueue(new Uint8Array(length));
    },
    cancel: (reason) => void log.push(`cancel ${reason}`),
  }, { highWaterMark: 0 });
  return { stream, log };
}

Deno.test("ByteCounterStream counts a chunk when the next one is requested, and never before", async () => {
  const totals: number[] = [];
  const counter = new ByteCounterStream((total) => totals.push(total));
  const reader = chunks(5, 7).stream.pipeThrough(counter).getReader();
  assertEquals(totals, []);

  await reader.read();
  assertEquals(totals, [0]);
  assertEquals(counter.passed, 5);
  await reader.read();
  assertEquals(totals, [0, 5]);
  assertEquals(counter.passed, 12);

  assertEquals((await reader.read()).done, true);
  assertEquals(totals, [0, 5, 12]);
  assertEquals(counter.passed, 12);
});

Deno.test("ByteCounterStream reports which chunk was taken", async () => {
  const taken: (number | undefined)[] = [];
  const counter = new ByteCounterStream((_, chunk) => {
    taken.push(chunk?.byteLength);
  });

  await Array.fromAsync(chunks(5, 7).stream.pipeThrough(counter));

  assertEquals(taken, [undefined, 5, 7]);
});

Deno.test("ByteCounterStream reads no more than one chunk ahead of its consumer", async () => {
  const { stream, log } = chunks(1, 2, 3, 4);
  const reader = stream.pipeThrough(new ByteCounterStream(() => {}))
    .getReader();

  await reader.read();
  await turn();

  assertLessOrEqual(log.length, 2);
  await reader.cancel();
});

Deno.test("ByteCounterStream passes on the same chunks", async () => {
  const given = [new Uint8Array(3), new Uint8Array(4)];
  const stream = ReadableStream.from(given);
  const taken = await Array.fromAsync(
    stream.pipeThrough(new ByteCounterStream(() => {})),
  );

  assertEquals(taken.length, 2);
  assert(taken.every((chunk, index) => chunk === given[index]));
});

Deno.test("ByteCounterStream cancels what it reads when it is cancelled", async () => {
  const { stream, log } = chunks(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const counter = new ByteCounterStream(() => {});
  const piped = stream.pipeTo(counter.writable).catch(String);

  await counter.readable.cancel("enough");
  await piped;

  assertEquals(log.at(-1), "cancel enough");
});

Deno.test("ByteCounterStream that is stopped cancels what it reads, and fails instead of ending", async () => {
  const { stream, log } = chunks(5, 7);
  const counter = new ByteCounterStream(() => {});
  const reader = stream.pipeThrough(counter).getReader();
  await reader.read();

  await counter.stop(new Error("enough"));

  await assertRejects(() => reader.read(), Error, "enough");
  assertEquals(log.at(-1), "cancel Error: enough");
  assertEquals(counter.cancelled, false);
});

Deno.test("ByteCounterStream fails with the same error as what it reads", async () => {
  const failure = new Error("it is over");
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.error(failure),
  });
  const reader = stream.pipeThrough(new ByteCounterStream(() => {}))
    .getReader();
  const thrown = await reader.read().catch((error: unknown) => error);

  assert(thrown === failure);
});

Deno.test("ByteCounterStream counts nothing of an empty stream", async () => {
  const totals: number[] = [];
  const counter = new ByteCounterStream((total) => totals.push(total));
  const body = chunks().stream.pipeThrough(counter);

  assertEquals(await new Response(body).bytes(), new Uint8Array());
  assertEquals(totals, [0]);
});
