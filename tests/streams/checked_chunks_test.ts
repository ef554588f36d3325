import {
  assert,
  assertEquals,
  assertLessOrEqual,
  assertStringIncludes,
} from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { Readable } from "node:stream";
import { checkedStream } from "../../src/streams/checked_stream.ts";
import { turn } from "../support/turns.ts";

const COUNT = 10_000;
const BYTES = Uint8Array.from({ length: COUNT }, (_, at) => at);

async function* singleBytes(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < COUNT; at++) yield BYTES.subarray(at, at + 1);
}

async function* delegating(): AsyncGenerator<Uint8Array> {
  yield* singleBytes();
}

function stream(): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at === COUNT) return controller.close();
      controller.enqueue(BYTES.subarray(at, ++at));
    },
  });
}

const SOURCES: [
  kind: string,
  make: () => ReadableStream<unknown> | AsyncIterable<unknown>,
][] = [
  ["a generator", singleBytes],
  ["a generator of a generator", delegating],
  ["a stream", stream],
  ["a stream of a generator", () => ReadableStream.from(singleBytes())],
  ["a pipe", () =>
    stream().pipeThrough(new TransformStream())
      .pipeThrough(new TransformStream())],
  ["a Node stream", () => Readable.from(singleBytes())],
];

for (const [kind, make] of SOURCES) {
  for (const size of [COUNT, -1]) {
    Deno.test(`a checked stream batches the single bytes of ${kind} (size ${size})`, async () => {
      const chunks = await Array.fromAsync(checkedStream(make(), size));

      // Node streams, and a late turn of the event loop, end a batch early.
      assertLessOrEqual(chunks.length, COUNT / 10);
      assertEquals(await new Blob(chunks).bytes(), BYTES);
    });
  }
}

Deno.test("a checked stream yields small and large chunks in order", async () => {
  const sizes = [10, 100_000, 10, 20, 8192, 3, 8000, 40_000, 65_535, 1, 1];
  const given = sizes.map((size, at) => new Uint8Array(size).fill(at + 1));
  const source = async function* () {
    yield* given;
  };
  const chunks = await Array.fromAsync(checkedStream(source(), -1));

  assertEquals(await new Blob(chunks).bytes(), await new Blob(given).bytes());
  assertEquals(chunks.map(({ byteLength }) => byteLength), [
    ...[10, 100_000, 30, 8192, 8003, 40_000, 65_535, 2],
  ]);
});

Deno.test("a checked stream does not hold a chunk back while its source waits", async () => {
  for (const size of [4, -1]) {
    let more = Promise.withResolvers<void>();
    const source = async function* () {
      for (let value = 1; value <= 4; value++) {
        yield Uint8Array.of(value);
        if (value === 2) await more.promise;
      }
    };
    const reader = checkedStream(source(), size).getReader();

    assertEquals((await reader.read()).value, Uint8Array.of(1, 2));
    more.resolve();
    more = Promise.withResolvers();
    assertEquals((await reader.read()).value, Uint8Array.of(3, 4));
    assertEquals((await reader.read()).done, true);
  }
});

Deno.test("a checked stream yields what came before a failure, and then fails", async () => {
  const source = async function* () {
    yield Uint8Array.of(1);
    yield Uint8Array.of(2);
    throw new Error("it is over");
  };
  const reader = checkedStream(source(), -1).getReader();

  assertEquals((await reader.read()).value, Uint8Array.of(1, 2));
  assertEquals(
    await reader.read().catch(({ message }) => message),
    "Cannot read the source: it is over",
  );
});

for (const size of [2, 65_536, 100_000]) {
  for (const last of [new Uint8Array(), new Uint8Array(1), undefined]) {
    const how = last === undefined ? "fails" : `gives ${last.byteLength} more`;
    Deno.test(`a checked stream keeps its last ${size} bytes until the source has ended, which ${how}`, async () => {
      const source = async function* () {
        yield new Uint8Array(size / 2);
        yield new Uint8Array(size / 2);
        await turn();
        if (last) yield last;
        await turn();
        throw new Error("it is over");
      };
      let passed = 0;
      const reading = (async () => {
        for await (const { byteLength } of checkedStream(source(), size)) {
          passed += byteLength;
        }
      })();

      assertStringIncludes(
        await reading.catch(({ message }) => message),
        last?.byteLength ? "has more than" : "it is over",
      );
      assert(passed < size);
    });
  }
}

Deno.test("a checked stream keeps a large last chunk until its source has ended", async () => {
  const source = async function* () {
    yield new Uint8Array(100_000);
    yield new Uint8Array();
    throw new Error("it is over");
  };
  const chunks = await Array.fromAsync(checkedStream(source(), 100_000))
    .catch(({ message }) => message);

  assertEquals(chunks, "Cannot read the source: it is over");
});

Deno.test("a checked stream leaves no timer behind when it is cancelled", async () => {
  const source = async function* () {
    while (true) yield new Uint8Array(1);
  };
  const reader = checkedStream(source(), -1).getReader();
  await reader.read();

  await reader.cancel();
});

/** Sources that never wait, and would end some time. */
const BUSY: [kind: string, chunk: Uint8Array, count: number][] = [
  ["empty chunks", new Uint8Array(), 3_000_000],
  ["single bytes", new Uint8Array(1), 3_000_000],
  ["chunks of 64 KiB", new Uint8Array(65_536), 30_000],
];

for (const [kind, chunk, count] of BUSY) {
  Deno.test(`a checked stream of ${kind} that never waits lets timers fire`, async () => {
    let given = 0;
    const source = async function* () {
      for (; given < count; given++) yield chunk;
    };
    const reader = checkedStream(source(), -1).getReader();
    let fired = 0;
    const timer = setInterval(() => {
      if (++fired === 3) reader.cancel();
    });
    while (!(await reader.read()).done);
    clearInterval(timer);

    assertEquals(fired, 3);
    assert(given < count);
  });
}

Deno.test("a checked stream continues while a program fakes its timers", async () => {
  using _time = new FakeTime();
  const source = async function* () {
    for (let given = 0; given < 100_000; given++) yield new Uint8Array(1);
  };

  const bytes = await new Response(checkedStream(source(), 100_000)).bytes();

  assertEquals(bytes.byteLength, 100_000);
});
