import { assertEquals } from "@std/assert";
import { toHex } from "../../src/streams/hex.ts";

Deno.test("toHex() gives each byte two digits", () => {
  assertEquals(toHex(Uint8Array.of(0, 10, 255)), "000aff");
  assertEquals(toHex(new Uint8Array()), "");
});
