import { assert, assertEquals } from "@std/assert";
import { runInNewContext } from "node:vm";
import {
  concat,
  free,
  isBytes,
  isDetached,
  toBytes,
} from "../../src/streams/bytes.ts";

const { buffer } = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

Deno.test("toBytes() views the same memory", () => {
  const bytes = toBytes(buffer);

  assert(bytes.buffer === buffer);
  assertEquals(bytes, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
});

Deno.test("toBytes() keeps to the part that a view covers", () => {
  const views = [
    new Uint8Array(buffer, 2, 4),
    new Uint16Array(buffer, 2, 2),
    new DataView(buffer, 2, 4),
    new Uint8ClampedArray(buffer, 2, 4),
  ];
  for (const view of views) {
    const bytes = toBytes(view);

    assert(bytes.buffer === buffer);
    assertEquals(bytes, Uint8Array.of(3, 4, 5, 6));
  }
});

Deno.test("toBytes() copies memory that can be resized, which fetch refuses in some runtimes", () => {
  const resizable = new ArrayBuffer(2, { maxByteLength: 2 });
  const bytes = toBytes(resizable);

  assert(bytes.buffer !== resizable);
  assertEquals([bytes.byteLength, bytes.buffer.resizable], [2, false]);
});

Deno.test("isDetached() detects a view of memory that was transferred", () => {
  const resizable = new ArrayBuffer(8, { maxByteLength: 8 });
  const view = new DataView(resizable, 4, 4);
  assertEquals(isDetached(view), false);
  resizable.resize(2);

  assertEquals(isDetached(view), true);
});

Deno.test("toBytes() copies memory that is shared, which fetch refuses", () => {
  const shared = new SharedArrayBuffer(4);
  new Uint8Array(shared).set([1, 2, 3, 4]);

  for (const source of [shared, new Uint8Array(shared)]) {
    const bytes = toBytes(source);
    new Uint8Array(shared).fill(9);

    assert(bytes.buffer instanceof ArrayBuffer);
    assertEquals(bytes, Uint8Array.of(1, 2, 3, 4));
    new Uint8Array(shared).set([1, 2, 3, 4]);
  }
  assertEquals(
    toBytes(new Uint8Array(shared, 1, 2)),
    Uint8Array.of(2, 3),
  );
});

/** Memory of another realm. */
const FOREIGN: readonly [
  kind: string,
  source: ArrayBuffer | ArrayBufferView,
][] = ["new Uint8Array([3, 4, 5, 6]).buffer", "new Uint8Array([3, 4, 5, 6])"]
  .concat([
    "new Uint16Array(new Uint8Array([3, 4, 5, 6]).buffer)",
    "new DataView(new Uint8Array([0, 3, 4, 5, 6]).buffer, 1)",
  ])
  .map((code) => [code, runInNewContext(code)]);

for (const [kind, source] of FOREIGN) {
  Deno.test(`toBytes() turns ${kind} of another realm into bytes of this realm`, () => {
    const bytes = toBytes(source);

    assert(isBytes(source));
    assert(bytes instanceof Uint8Array);
    assertEquals(bytes, Uint8Array.of(3, 4, 5, 6));
    // It is the same memory.
    assert(
      bytes.buffer === (ArrayBuffer.isView(source) ? source.buffer : source),
    );
  });
}

Deno.test("toBytes() copies memory of another realm that can be resized", () => {
  const resizable: ArrayBuffer = runInNewContext(
    "new ArrayBuffer(2, { maxByteLength: 4 })",
  );

  assertEquals(toBytes(resizable).buffer.resizable, false);
});

Deno.test("isBytes() rejects what only looks like bytes", () => {
  for (
    const other of [
      { [Symbol.toStringTag]: "ArrayBuffer", byteLength: 1 },
      { [Symbol.toStringTag]: "Uint8Array", byteLength: 1, buffer },
      Object.create(ArrayBuffer.prototype),
      Object.create(Uint8Array.prototype),
      [1, 2],
      "text",
      null,
    ]
  ) {
    assertEquals(isBytes(other), false);
  }
});

Deno.test("free() frees memory once, whatever its state", () => {
  const bytes = new Uint8Array(5);
  const resizable = new Uint8Array(new ArrayBuffer(5, { maxByteLength: 10 }));
  for (const chunk of [bytes, resizable]) {
    free(chunk);
    free(chunk);

    assertEquals(chunk.buffer.detached, true);
  }
});

Deno.test("concat() joins bytes, and does not copy a single chunk", () => {
  const single = Uint8Array.of(1, 2);

  assertEquals(concat([]), new Uint8Array());
  assert(concat([single]) === single);
  assertEquals(
    concat([single, new Uint8Array(), Uint8Array.of(3)]),
    Uint8Array.of(1, 2, 3),
  );
});
