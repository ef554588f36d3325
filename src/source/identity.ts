import { property } from "../errors/attempt.ts";
import type { Bytes } from "../streams/bytes.ts";
import { toHex } from "../streams/hex.ts";
import type { SourceIdentity } from "./source.ts";

/** Hashing more than this would delay an upload too long. */
const MAX_HASHED = 64 * 1024 * 1024;

/** Recognizes bytes in memory by their content. */
export async function identifyBytes(
  bytes: Bytes,
): Promise<SourceIdentity | undefined> {
  // Pages of plain http have no `subtle` (Web Cryptography API §10.1).
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  if (bytes.byteLength > MAX_HASHED || subtle === undefined) return undefined;
  const hash = new Uint8Array(await subtle.digest("SHA-256", bytes));
  const version = `sha-256 ${toHex(hash)}`;
  return { place: version, version };
}

/** Recognizes a file by its metadata, and another Blob by its content. */
export async function identifyBlob(
  blob: Blob,
  size: number,
): Promise<SourceIdentity | undefined> {
  if (size < 0) return undefined;
  const modified = property(blob, "lastModified");
  const name = property(blob, "name");
  if (typeof name === "string" && typeof modified === "number") {
    const path = property(blob, "webkitRelativePath");
    const version = `${size} ${modified}`;
    // Files of one name may be in several folders, which are not shown here.
    return { place: `File ${path || name} ${version}`, version };
  }
  if (size > MAX_HASHED) return undefined;
  try {
    return await identifyBytes(new Uint8Array(await blob.arrayBuffer()));
  } catch {
    // Sending it reports why it cannot be read.
    return undefined;
  }
}
