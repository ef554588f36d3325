import { assertEquals, assertThrows } from "@std/assert";
import { StreamBlob } from "../../src/body/stream_blob.ts";

const HELLO = new TextEncoder().encode("hello");

Deno.test("a StreamBlob can be read repeatedly from its start, but not in parts", async () => {
  const blob: Blob = new StreamBlob(5, () => new Blob([HELLO]).stream());

  assertEquals(blob.size, 5);
  assertEquals(await blob.text(), "hello");
  assertEquals(await blob.bytes(), HELLO);
  assertEquals(new Uint8Array(await blob.arrayBuffer()), HELLO);
  assertEquals(await new Response(blob).text(), "hello");
  assertThrows(() => blob.slice(1, 2), TypeError, "Cannot slice");
});
