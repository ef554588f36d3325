import type { HeaderRecord } from "../request/headers.ts";
import { toBase64 } from "../streams/base64.ts";
import type { Chunk } from "./chunk.ts";

/** The name of an algorithm in RFC 9530, and in lower case that of WebCrypto. */
export type RufhDigest = "sha-256" | "sha-512";

/**
 * A header with the digest of bytes (RFC 9530): of the request that has them, or
 * of the representation that they are. None without bytes.
 */
export async function digestHeader(
  name: "content-digest" | "repr-digest",
  { bytes }: Pick<Chunk, "bytes">,
  digest: RufhDigest | undefined,
): Promise<HeaderRecord> {
  if (digest === undefined || bytes === undefined) return {};
  const hash = await crypto.subtle.digest(digest, bytes);
  return { [name]: `${digest}=:${toBase64(new Uint8Array(hash))}:` };
}
