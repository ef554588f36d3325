import { assert, assertEquals } from "@std/assert";
import { PassThrough, Readable } from "node:stream";
import { Form } from "../../src/source/form.ts";
import { adoptSource, cancelSource } from "../../src/source/ownership.ts";
import type { SingleSource } from "../../src/source/source.ts";
import { fieldOf, partOf } from "../support/forms.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";

/** A Node stream that fails a little later, as that of a missing file. */
function failsLater(): Readable {
  return new Readable({
    construct: (callback) => {
      setTimeout(() => callback(new Error("no such file")));
    },
    read() {},
  });
}

Deno.test("cancelSource() cancels a stream with the reason", async () => {
  const cancelled = Promise.withResolvers<unknown>();
  const stream = new ReadableStream<Uint8Array>({
    cancel: cancelled.resolve,
  });

  cancelSource(stream, "enough");

  assertEquals(await cancelled.promise, "enough");
  assertEquals(await Array.fromAsync(stream), []);
});

Deno.test("cancelSource() destroys a Node stream, and handles its error then or later", async () => {
  await using rejections = new RejectionWatch();
  const failing = new PassThrough({
    destroy: (_error, callback) => callback(new Error("it is rotten")),
  });
  const late = failsLater();
  const waitedFor = new PassThrough();
  const next = waitedFor[Symbol.asyncIterator]().next().catch(() => {});
  for (const stream of [new PassThrough(), failing, late, waitedFor]) {
    cancelSource(stream, "enough");

    assertEquals(stream.destroyed, true);
  }
  await next;
  await new Promise((resolve) => late.once("close", resolve));
  assertEquals(await rejections.seen(), []);
});

Deno.test("cancelSource() returns the iterator of an iterable", async () => {
  const log: string[] = [];
  const iterable = {
    [Symbol.asyncIterator]() {
      log.push("iterator");
      return {
        next: () => Promise.resolve({ done: true as const, value: undefined }),
        return() {
          log.push("return");
          return Promise.resolve({ done: true as const, value: undefined });
        },
      };
    },
  };
  let isRun = false;
  async function* generator() {
    isRun = true;
    yield new Uint8Array(1);
  }
  const generated = generator();

  cancelSource(iterable, "enough");
  cancelSource(generated, "enough");

  assertEquals(log, ["iterator", "return"]);
  assertEquals(await generated.next(), { done: true, value: undefined });
  assertEquals(isRun, false);
});

const failure = new Error("it cannot be closed");

function fail(): never {
  throw failure;
}

/** An iterable with a broken iterator, as a caller without types can give it. */
function iterates(makeIterator: unknown): SingleSource {
  return Object.assign({}, { [Symbol.asyncIterator]: makeIterator }) as
    & object
    & AsyncIterable<Uint8Array>;
}

const ROTTEN: [kind: string, source: () => SingleSource][] = [
  ["a locked stream", () => {
    const stream = new ReadableStream<Uint8Array>();
    stream.getReader();
    return stream;
  }],
  ["a stream that has failed", () =>
    new ReadableStream({
      start: (controller) => controller.error(failure),
    })],
  ["a stream that throws", () => new ReadableStream({ cancel: fail })],
  [
    "a stream that never stops",
    () => new ReadableStream({ cancel: () => new Promise(() => {}) }),
  ],
  [
    "a Node stream that throws",
    () => Object.assign(new PassThrough(), { destroy: fail }),
  ],
  [
    "a Node stream that takes no listener",
    () => Object.assign(new PassThrough(), { on: fail }),
  ],
  ["an iterable that throws", () => iterates(fail)],
  ["an iterable without an iterator", () => iterates(undefined)],
  ["an iterator that throws", () => iterates(() => ({ return: fail }))],
  [
    "an iterator that rejects",
    () => iterates(() => ({ return: () => Promise.reject(failure) })),
  ],
  [
    "an iterator that never returns",
    () => iterates(() => ({ return: () => new Promise(() => {}) })),
  ],
  ["an iterator with a getter that throws", () =>
    iterates(() => ({
      get return() {
        return fail();
      },
    }))],
  ["an iterator without return", () => iterates(() => ({}))],
  ["an iterable with a getter that throws", () => {
    const source = iterates(undefined);
    Object.defineProperty(source, Symbol.asyncIterator, { get: fail });
    return source;
  }],
];

for (const [kind, make] of ROTTEN) {
  Deno.test(`cancelSource() tolerates ${kind}`, async () => {
    await using rejections = new RejectionWatch();

    adoptSource(make());
    cancelSource(make(), "enough");

    assertEquals(await rejections.seen(), []);
  });
}

Deno.test("cancelSource() leaves files, Blobs and bytes alone", async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const blob = new Blob([bytes]);
  const sources = ["a.txt", new URL("file:///a.txt"), blob, bytes];
  for (const source of [...sources, bytes.buffer]) {
    cancelSource(source, "enough");
    adoptSource(source);
  }

  assertEquals(bytes.byteLength, 3);
  assertEquals(await blob.bytes(), bytes);
});

Deno.test("adoptSource() keeps a Node stream that fails before it is read from ending the program", async () => {
  await using rejections = new RejectionWatch();
  const stream = failsLater();

  adoptSource(stream);
  await new Promise((resolve) => stream.once("close", resolve));

  assert(stream.errored !== null);
  assertEquals(await rejections.seen(), []);
});

Deno.test("adoptSource() does not read a stream", async () => {
  const node = Readable.from([Uint8Array.of(1)]);
  const web = ReadableStream.from([Uint8Array.of(1)]);
  for (const stream of [node, web]) {
    adoptSource(stream);

    assertEquals(await Array.fromAsync(stream), [Uint8Array.of(1)]);
  }
});

Deno.test("adoptSource() and cancelSource() reach each source of a form", async () => {
  await using rejections = new RejectionWatch();
  const streams = [failsLater(), failsLater()];
  const form = new Form([
    fieldOf("a", "1"),
    ...streams.map((stream) => partOf("b", stream)),
  ]);
  adoptSource(form);
  await Promise.all(
    streams.map((stream) =>
      new Promise((resolve) => stream.once("close", resolve))
    ),
  );
  assertEquals(await rejections.seen(), []);

  const open = [new PassThrough(), new PassThrough()];
  cancelSource(new Form(open.map((stream) => partOf("b", stream))), "enough");
  assertEquals(open.map(({ destroyed }) => destroyed), [true, true]);
});

Deno.test("cancelSource() does not call a function", () => {
  cancelSource(() => {
    throw new Error("it was called");
  }, "enough");
});
