import type { HeaderRecord } from "../request/headers.ts";
import type { OpenSource } from "../source/source.ts";
import { toBase64 } from "../streams/base64.ts";
import type { Chunk, Chunks } from "./chunk.ts";
import type { RufhDigest, RufhSettings } from "./rufh_settings.ts";

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

/** The header with the digest of a source, if it fits a chunk: that is in memory. */
export async function wholeDigest(
  { reopens, size }: OpenSource,
  chunks: Chunks,
  { digest, chunkSize }: Pick<RufhSettings, "digest" | "chunkSize">,
): Promise<HeaderRecord> {
  const isCheap = reopens && size >= 0 && size <= chunkSize;
  if (digest === undefined || !isCheap) return {};
  return await digestHeader("repr-digest", await chunks.at(0), digest);
}
