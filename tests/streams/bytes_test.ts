import { assert, assertEquals } from "@std/assert";
import { isDetached, toBytes } from "../../src/streams/bytes.ts";

const { buffer } = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

Deno.test("toBytes() views the same memory", () => {
  const bytes = toBytes(buffer);

  assert(bytes.buffer === buffer);
  assertEquals(bytes, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8));
});

Deno.test("toBytes() keeps to the part that a view shows", () => {
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

Deno.test("isDetached() knows a view of memory that is no longer there", () => {
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
