import type { HeaderRecord } from "../request/headers.ts";
import { toBase64 } from "../streams/base64.ts";
import type { Chunk } from "./chunk.ts";
import type { TusChecksum } from "./tus_settings.ts";

/** The header with the checksum of a chunk (tus 1.0.0, Checksum). */
export async function checksumOf(
  { bytes }: Chunk,
  checksum: TusChecksum | undefined,
): Promise<HeaderRecord> {
  if (checksum === undefined || bytes === undefined) return {};
  const digest = await crypto.subtle.digest(checksum.algorithm, bytes);
  const value = toBase64(new Uint8Array(digest));
  return { "upload-checksum": `${checksum.name} ${value}` };
}
