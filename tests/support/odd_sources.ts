import type { UploadParams, UploadSource } from "@network/upload";
import type { Expected } from "./invariants.ts";

/** A source, what an upload of it ends with, and how many bytes a server gets. */
export type OddSource = readonly [
  name: string,
  make: () => UploadSource,
  ends: Expected["ends"],
  size?: number | undefined,
  params?: UploadParams,
];

type Chunks = AsyncGenerator<Uint8Array>;

const HUGE = 64 * 1024 * 1024;
const MANY = 3_000_000;
const SHORT = { timeout: 0.3 };
const THROWN = new Error("the disk is gone");
const ROTTEN = new Error("it cannot even be closed");
const EMPTY = new Uint8Array();
const BYTE = new Uint8Array(1);
const FAKE_BYTES = {
  [Symbol.toStringTag]: "Uint8Array",
  byteLength: 5,
  length: 5,
};

/** What a caller without types may give. */
function untyped(source: unknown): UploadSource {
  return source as UploadSource;
}

/** An async iterable of anything. */
function gives(...chunks: unknown[]): UploadSource {
  return untyped(async function* () {
    yield* chunks;
  }());
}

/** An async iterable with an iterator that is none, or an odd one. */
function iterates(iterator: unknown): UploadSource {
  return untyped({ [Symbol.asyncIterator]: () => iterator });
}

async function* forever(chunk: Uint8Array): Chunks {
  while (true) yield chunk;
}

async function* throws(thrown: unknown, after = 0): Chunks {
  for (let left = after; left > 0; left -= 100_000) {
    yield new Uint8Array(100_000);
  }
  throw thrown;
}

/** Yields memory that it then transfers, too early or just in time. */
async function* transfers(isEarly: boolean): Chunks {
  const chunk = new Uint8Array(100_000);
  if (isEarly) chunk.buffer.transfer();
  yield chunk;
  if (!isEarly) chunk.buffer.transfer();
}

function shared(count: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(count));
}

function resizable(count: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer(count, { maxByteLength: 2 * count }));
}

/** A stream that has failed, and was not read. */
function failed(): UploadSource {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(THROWN),
  });
}

function closed(): UploadSource {
  return new ReadableStream<Uint8Array>({
    start: (controller) => controller.close(),
  });
}

/** A buffer that is transferred once the upload has been started with it. */
function soonGone(count: number): UploadSource {
  const bytes = new Uint8Array(count);
  queueMicrotask(() => bytes.buffer.transfer());
  return bytes;
}

function soonShort(count: number): UploadSource {
  const buffer = new ArrayBuffer(count, { maxByteLength: count });
  queueMicrotask(() => buffer.resize(1));
  return new Uint8Array(buffer);
}

function failsToStop(): UploadSource {
  return new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(untypedChunk("text")),
    cancel() {
      throw ROTTEN;
    },
  });
}

function untypedChunk(chunk: unknown): Uint8Array {
  return chunk as Uint8Array;
}

const stuck = () => new Promise(() => {});
const HANGS = { next: stuck, return: stuck };
const STUCK_AT_END = {
  next: () => Promise.resolve({ done: false, value: 1 }),
  return: stuck,
};
const ROTTEN_AT_END = {
  next: () => Promise.reject(THROWN),
  return: () => Promise.reject(ROTTEN),
};

/** What a caller can give for a source that is not what it should be, or seldom is so. */
export const ODD_SOURCES: readonly OddSource[] = [
  ["throws at once", () => throws(THROWN), "source"],
  ["throws later", () => throws(THROWN, MANY), "source"],
  [
    "throws after its stated size",
    () => throws(THROWN, MANY),
    "source",
    undefined,
    { size: MANY },
  ],
  ["throws undefined", () => throws(undefined), "source"],
  ["throws null", () => throws(null, MANY), "source"],
  ["throws a string", () => throws("no"), "source"],
  ["never yields anything", () => iterates(HANGS), "timeout", undefined, SHORT],
  [
    "yields empty chunks forever",
    () => forever(EMPTY),
    "timeout",
    undefined,
    SHORT,
  ],
  [
    "yields bytes forever",
    () => forever(new Uint8Array(1000)),
    "source",
    undefined,
    { size: MANY },
  ],
  [
    "yields empty chunks in between",
    () => gives(EMPTY, shared(0), new Uint8Array(5), EMPTY),
    "200",
    5,
  ],
  ["yields only empty chunks", () => gives(EMPTY, EMPTY), "200", 0],
  ["yields nothing", () => gives(), "200", 0],
  [
    "yields chunks of 64 MiB",
    () => gives(new Uint8Array(HUGE), new Uint8Array(HUGE)),
    "200",
    2 * HUGE,
    { size: 2 * HUGE },
  ],
  ["yields a shared chunk", () => gives(shared(100_000)), "200", 100_000],
  ["yields a resizable chunk", () => gives(resizable(100_000)), "200", 100_000],
  ["yields text", () => gives(new Uint8Array(5), "text"), "source"],
  ["yields numbers", () => gives(1, 2, 3), "source"],
  ["yields null", () => gives(null), "source"],
  ["yields undefined", () => gives(undefined), "source"],
  ["yields an array", () => gives([1, 2, 3]), "source"],
  ["yields a shared buffer", () => gives(new SharedArrayBuffer(5)), "source"],
  ["yields an ArrayBuffer", () => gives(new ArrayBuffer(5)), "200", 5],
  ["yields 16-bit numbers", () => gives(new Uint16Array(5)), "200", 10],
  [
    "yields a DataView",
    () => gives(new DataView(new ArrayBuffer(5))),
    "200",
    5,
  ],
  [
    "yields single bytes",
    () => gives(...new Array(MANY / 100).fill(BYTE)),
    "200",
    MANY / 100,
  ],
  ["only claims to yield bytes", () => gives(FAKE_BYTES), "source"],
  ["yields transferred memory", () => transfers(true), "source"],
  ["transfers what it yielded", () => transfers(false), "200", 100_000],
  ["has no iterator", () => iterates(undefined), "source"],
  ["has an iterator without next", () => iterates({}), "source"],
  [
    "has an iterator that returns no result",
    () => iterates({ next: () => Promise.resolve() }),
    "source",
  ],
  [
    "has an iterator that is stuck at the end",
    () => iterates(STUCK_AT_END),
    "source",
  ],
  ["has an iterator that fails twice", () => iterates(ROTTEN_AT_END), "source"],
  ["is a stream that fails to stop", failsToStop, "source"],
  ["is a stream that has failed", failed, "source"],
  ["is a stream that was closed", closed, "200", 0],
  [
    "is a stream that was closed, of 5 bytes",
    closed,
    "source",
    undefined,
    { size: 5 },
  ],
  ["is soon transferred", () => soonGone(MANY), "source"],
  ["is soon transferred, in a form", () => soonGone(5), "source", undefined, {
    multipart: {},
  }],
  ["is resizable, and soon shrinks", () => soonShort(MANY), "200", MANY],
  ["is small and resizable, and soon shrinks", () => soonShort(5), "200", 5],
];
