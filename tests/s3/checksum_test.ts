import { assertEquals } from "@std/assert";
import { checksumHeader, checksumOf } from "../../src/s3/checksum.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("checksumOf() returns the CRC-32 and the SHA-256 of known texts", async () => {
  for (
    const [text, crc32, sha256] of [
      ["", "AAAAAA==", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
      [
        "123456789",
        "y/Q5Jg==",
        "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
      ],
    ] as const
  ) {
    const crc = await checksumOf(bytes(text), "crc32");
    assertEquals(crc, { checksum: { algorithm: "CRC32", value: crc32 } });
    const sha = await checksumOf(bytes(text), "sha256");
    assertEquals(sha.checksum, { algorithm: "SHA256", value: sha256 });
    assertEquals(Uint8Array.fromHex(sha.digest ?? "").toBase64(), sha256);
  }
});

Deno.test("checksumOf() returns nothing if none is asked for", async () => {
  assertEquals(await checksumOf(bytes("a"), undefined), {});
  assertEquals(await checksumOf(undefined, "crc32"), {});
});

Deno.test("checksumHeader() is named by the algorithm", () => {
  assertEquals(checksumHeader({ algorithm: "CRC32", value: "a" }), {
    "x-amz-checksum-crc32": "a",
  });
  assertEquals(checksumHeader(undefined), {});
});
