import { assertEquals } from "@std/assert";
import { UploadState } from "../../src/s3/upload_state.ts";

const part = (number: number, size: number) => ({
  number,
  size,
  etag: `"${number}"`,
  checksum: undefined,
});

Deno.test("UploadState counts the bytes of its parts, each once, in order", () => {
  const state = new UploadState("id", 10, 0);
  assertEquals([state.bytes, state.parts, state.has(1)], [0, [], false]);
  for (const one of [part(10, 5), part(2, 10), part(1, 10), part(2, 7)]) {
    state.add(one);
  }
  assertEquals(state.bytes, 22);
  assertEquals(state.parts.map(({ number }) => number), [1, 2, 10]);
  assertEquals([state.has(2), state.has(3)], [true, false]);
  assertEquals([state.has(2, 7), state.has(2, 10)], [true, false]);
});

Deno.test("UploadState replaces all parts", () => {
  const state = new UploadState("id", 10, 0);
  state.add(part(1, 10));
  state.replace([part(3, 4), part(2, 10), part(2, 10)]);
  assertEquals([state.bytes, state.has(1)], [14, false]);
  state.replace([]);
  assertEquals([state.bytes, state.parts], [0, []]);
});
