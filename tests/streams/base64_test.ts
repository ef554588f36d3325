import { assertEquals } from "@std/assert";
import { toBase64 } from "../../src/streams/base64.ts";

Deno.test("toBase64() encodes bytes of any value and number", () => {
  assertEquals(toBase64(new Uint8Array()), "");
  assertEquals(toBase64(new TextEncoder().encode("foob")), "Zm9vYg==");
  assertEquals(toBase64(Uint8Array.of(0, 255, 128)), "AP+A");
  const many = new Uint8Array(300_000).fill(200);
  assertEquals(Uint8Array.from(atob(toBase64(many)), toCode), many);
});

function toCode(character: string): number {
  return character.charCodeAt(0);
}
