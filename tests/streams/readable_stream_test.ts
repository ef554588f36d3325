import { assertEquals } from "@std/assert";
import {
  isDisturbed,
  isReadableStream,
} from "../../src/streams/readable_stream.ts";

const FIVE = new Uint8Array(5);

function fresh(): ReadableStream<Uint8Array> {
  return ReadableStream.from([FIVE, FIVE]);
}

async function readOnce(
  stream: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const reader = stream.getReader();
  await reader.read().catch(() => {});
  reader.releaseLock();
  return stream;
}

function closed(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}

function failed(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.error(5) });
}

function byteStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    type: "bytes",
    start(controller) {
      controller.enqueue(new Uint8Array(5));
      controller.enqueue(new Uint8Array(5));
      controller.close();
    },
  });
}

async function cancelled(): Promise<ReadableStream<Uint8Array>> {
  const stream = fresh();
  await stream.cancel();
  return stream;
}

const UNTOUCHED: [kind: string, make: () => ReadableStream<Uint8Array>][] = [
  ["new", fresh],
  ["new, and of bytes", byteStream],
  ["closed", closed],
  ["failed", failed],
  ["that of a Blob", () => new Blob([FIVE]).stream()],
  ["the body of a response", () => new Response(FIVE).body ?? closed()],
  ["one branch of two", () => fresh().tee()[0]],
  ["the end of a pipe", () => fresh().pipeThrough(new TransformStream())],
  ["released unread", () => {
    const stream = fresh();
    stream.getReader().releaseLock();
    return stream;
  }],
];

for (const [kind, make] of UNTOUCHED) {
  Deno.test(`isDisturbed() does not touch a stream that is ${kind}`, async () => {
    const stream = make();

    assertEquals(isReadableStream(stream), true);
    assertEquals(isDisturbed(stream), false);
    assertEquals(stream.locked, false);
    assertEquals(isDisturbed(stream), false);
    // What it gives is what it would have given.
    const [seen, expected] = await Promise.all(
      [stream, make()].map((one) => Array.fromAsync(one).catch(String)),
    );
    assertEquals(seen, expected);
  });
}

Deno.test("isDisturbed() tells a branch from its sibling", async () => {
  const [one, other] = fresh().tee();
  await readOnce(one);

  assertEquals(isDisturbed(one), true);
  assertEquals(isDisturbed(other), false);
  await Promise.all([one.cancel(), other.cancel()]);
});

const TOUCHED: [
  kind: string,
  make: () => Promise<ReadableStream<Uint8Array>>,
][] = [
  ["partly read", () => readOnce(fresh())],
  ["partly read, and of bytes", () => readOnce(byteStream())],
  ["read to its end", () => readOnce(closed())],
  ["read until it failed", () => readOnce(failed())],
  ["cancelled", cancelled],
  ["that of a Blob, and read", () => readOnce(new Blob([FIVE]).stream())],
];

for (const [kind, make] of TOUCHED) {
  Deno.test(`isDisturbed() detects a stream that is ${kind}`, async () => {
    const stream = await make();

    assertEquals(isDisturbed(stream), true);
    await stream.cancel().catch(() => {});
  });
}

Deno.test("isReadableStream() rejects everything else", () => {
  for (
    const other of [
      Object.create(ReadableStream.prototype),
      { [Symbol.toStringTag]: "ReadableStream", getReader() {} },
      new TransformStream(),
      new Blob([]),
      null,
    ]
  ) {
    assertEquals(isReadableStream(other), false);
  }
});
