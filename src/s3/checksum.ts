import type { HeaderRecord } from "../request/headers.ts";
import { toBase64 } from "../streams/base64.ts";
import type { Bytes } from "../streams/bytes.ts";
import { toHex } from "../streams/hex.ts";
import { loadCrc32 } from "./chunks.ts";

/** The algorithm of a checksum. */
export type Checksum = "crc32" | "sha256";

/** What S3 calls a checksum, and its value in Base64. */
export interface ChecksumValue {
  readonly algorithm: "CRC32" | "SHA256";
  readonly value: string;
}

/** The checksum of a part; nothing if none is asked for. */
export async function checksumOf(
  bytes: Bytes | undefined,
  checksum: Checksum | undefined,
): Promise<{ checksum?: ChecksumValue; digest?: string }> {
  if (bytes === undefined || checksum === undefined) return {};
  if (checksum === "crc32") {
    const crc32 = await loadCrc32();
    const view = new DataView(new ArrayBuffer(4));
    view.setInt32(0, crc32(bytes));
    const value = toBase64(new Uint8Array(view.buffer));
    return { checksum: { algorithm: "CRC32", value } };
  }
  const hash = await sha256(bytes);
  return {
    checksum: { algorithm: "SHA256", value: toBase64(hash) },
    digest: toHex(hash),
  };
}

/** The header of a checksum. */
export function checksumHeader(
  checksum: ChecksumValue | undefined,
): HeaderRecord {
  return checksum === undefined ? {} : {
    [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value,
  };
}

/** The SHA-256 of bytes. */
export async function sha256(bytes: Bytes): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
