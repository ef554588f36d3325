/** Encodes bytes in hexadecimal digits. Node 22 has no `toHex()` of its own. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}
