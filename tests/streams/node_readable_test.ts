import { assert, assertEquals } from "@std/assert";
import { Duplex, PassThrough, Readable, Writable } from "node:stream";
import { isNodeReadable } from "../../src/streams/node_readable.ts";

Deno.test("isNodeReadable() accepts the readable streams of Node", () => {
  for (
    const stream of [
      Readable.from([]),
      new PassThrough(),
      new Duplex({ read() {}, write() {} }),
    ]
  ) {
    assert(isNodeReadable(stream));
    stream.destroy();
    assert(isNodeReadable(stream));
  }
});

Deno.test("isNodeReadable() rejects everything else", () => {
  for (
    const other of [
      new Writable(),
      new ReadableStream(),
      (async function* () {})(),
      { readable: true, async *[Symbol.asyncIterator]() {} },
      { readable: new ReadableStream(), pipe() {}, on() {}, destroy() {} },
      null,
    ]
  ) {
    assertEquals(isNodeReadable(other), false);
  }
});
