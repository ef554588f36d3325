import { toHex } from "../streams/hex.ts";

/**
 * The SHA-256 of a key in 64 hexadecimal digits: a name of fixed length without
 * special characters.
 */
export async function hashOfKey(key: string): Promise<string> {
  // JSON escapes lone surrogates, which UTF-8 would make equal to each other.
  const bytes = new TextEncoder().encode(JSON.stringify(key));
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return toHex(new Uint8Array(hash));
}
