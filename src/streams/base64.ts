/** Encodes bytes in Base64 (RFC 4648 §4). Node 22 has no `toBase64()` of its own. */
export function toBase64(bytes: Uint8Array): string {
  // A call takes at most about 100,000 arguments, so convert one byte at a time.
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text);
}
