import { assert, assertEquals, assertRejects } from "@std/assert";
import { bodyStreams, teeByOpening } from "../../src/body/body_streams.ts";
import type { Bytes } from "../../src/streams/bytes.ts";

const CHUNKS = ["one", "two", "three"].map((text) =>
  new TextEncoder().encode(text)
);

/** Opens bytes, and counts how many times. */
class Source {
  opened = 0;
  readonly cancelled: unknown[] = [];

  /** @param limit How many times they can be opened. */
  constructor(readonly limit = Infinity) {}

  readonly open = (): ReadableStream<Bytes> => {
    if (this.opened === this.limit) throw new Error("only once");
    this.opened++;
    const chunks = CHUNKS.values();
    return new ReadableStream<Bytes>({
      pull: (controller) => {
        const { done, value } = chunks.next();
        if (done) return controller.close();
        controller.enqueue(value);
      },
      cancel: (reason) => void this.cancelled.push(reason),
    }, { highWaterMark: 0 });
  };
}

const asIs = (stream: ReadableStream<Bytes>) => stream;
const textOf = (stream: ReadableStream<Bytes>) => new Response(stream).text();

Deno.test("bodyStreams() returns the same stream until it is used", async () => {
  const source = new Source();
  const next = bodyStreams(source.open, asIs);

  const stream = next();

  assert(next() === stream);
  assert(next() === stream);
  assertEquals(source.opened, 1);
  assertEquals(await textOf(stream), "onetwothree");
});

const USES: [how: string, use: (stream: ReadableStream<Bytes>) => unknown][] = [
  ["is locked", (stream) => stream.getReader()],
  ["was read from", async (stream) => {
    const reader = stream.getReader();
    await reader.read();
    reader.releaseLock();
  }],
  ["was read to its end", textOf],
  ["was cancelled", (stream) => stream.cancel()],
];

for (const [how, use] of USES) {
  Deno.test(`bodyStreams() opens the bytes again on the next read once a stream ${how}`, async () => {
    const source = new Source();
    const next = bodyStreams(source.open, asIs);
    await use(next());

    const second = next();

    assert(next() === second);
    await Promise.resolve();
    assertEquals(source.opened, 1);
    assertEquals(await textOf(second), "onetwothree");
    assertEquals(source.opened, 2);
    assertEquals(await textOf(next()), "onetwothree");
    assertEquals(source.opened, 3);
  });
}

Deno.test("bodyStreams() wraps each stream, including those opened again", async () => {
  const source = new Source();
  const wrapped: ReadableStream<Bytes>[] = [];
  const next = bodyStreams(source.open, (stream) => {
    wrapped.push(stream);
    return stream.pipeThrough(new TransformStream());
  });

  // A stream that is wrapped is locked, which does not mean that what was given out is used.
  assert(next() === next());
  assertEquals(await textOf(next()), "onetwothree");
  assertEquals(await textOf(next()), "onetwothree");
  assertEquals(wrapped.length, 2);
});

Deno.test("a body that cannot be opened again fails with the reason, and only when it is read", async () => {
  const source = new Source(1);
  const next = bodyStreams(source.open, asIs);
  await textOf(next());

  const second = next();

  await assertRejects(() => textOf(second), Error, "only once");
});

Deno.test("a stream that was opened again is cancelled with its reason", async () => {
  const source = new Source();
  const next = bodyStreams(source.open, asIs);
  await textOf(next());
  const reader = next().getReader();
  await reader.read();

  await reader.cancel("enough");

  assertEquals(source.cancelled, ["enough"]);
});

Deno.test("an unopened stream is cancelled without opening it", async () => {
  const source = new Source();
  const next = bodyStreams(source.open, asIs);
  await textOf(next());

  await next().cancel();

  assertEquals(source.opened, 1);
});

Deno.test("teeByOpening() makes a stream whose branches each read all of the bytes", async () => {
  const source = new Source();
  const [one, other] = teeByOpening(source.open(), source.open).tee();

  assertEquals(await textOf(other), "onetwothree");
  assertEquals(await textOf(one), "onetwothree");
  assertEquals(source.opened, 2);
});

Deno.test("teeByOpening() opens nothing again if only one branch is read, whichever it is it is", async () => {
  for (const branch of [0, 1] as const) {
    const source = new Source(1);
    const branches = teeByOpening(source.open(), source.open).tee();

    assertEquals(await textOf(branches[branch]), "onetwothree");
  }
});

Deno.test("teeByOpening() keeps nothing for a branch that is not read", async () => {
  const source = new Source();
  const [, read] = teeByOpening(source.open(), source.open).tee();
  const reader = read.getReader();

  for (const chunk of CHUNKS) {
    const { value } = await reader.read();
    // The very memory, and not a copy of it.
    assert(
      value?.buffer !== undefined && value.byteLength === chunk.byteLength,
    );
    assert(value.buffer === chunk.buffer);
  }
});

Deno.test("a branch whose bytes cannot be opened again fails, and never ends early", async () => {
  const source = new Source(1);
  const [late, read] = teeByOpening(source.open(), source.open).tee();
  await textOf(read);

  await assertRejects(() => textOf(late), Error, "only once");
});
