import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import type { Verify } from "../store_body.ts";

/** The algorithms of `Upload-Checksum` that servers know, and their names in OpenSSL. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ["sha1", "sha1"],
  ["md5", "md5"],
  ["sha256", "sha256"],
  ["sha-256", "sha256"],
  ["sha512", "sha512"],
  ["sha-512", "sha512"],
]);

const BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The value of `Tus-Checksum-Algorithm`. */
export const CHECKSUM_ALGORITHMS: string = [...ALGORITHMS.keys()].join(",");

/** What is wrong with a value of `Upload-Metadata`; undefined if nothing is. */
export function metadataFault(metadata: string): string | undefined {
  const keys = new Set<string>();
  for (const pair of metadata.split(",")) {
    const [key = "", value = "", ...more] = pair.split(" ");
    if (!/^[\x21-\x7e]+$/.test(key)) return "a key is empty or not ASCII";
    if (keys.has(key)) return "a key is there twice";
    keys.add(key);
    if (more.length > 0) return "a pair has more than one space";
    if (!BASE64.test(value)) return "a value is not Base64";
  }
  return undefined;
}

/** Reads `Upload-Checksum`; a string says what is wrong with it. */
export function readChecksum(header: string): Verify | string {
  const [name = "", value = "", ...more] = header.split(" ");
  if (more.length > 0 || value === "" || !BASE64.test(value)) {
    return "Upload-Checksum is malformed";
  }
  const algorithm = ALGORITHMS.get(name);
  if (algorithm === undefined) return "the checksum algorithm is not supported";
  const expected = Buffer.from(value, "base64");
  return (body) => createHash(algorithm).update(body).digest().equals(expected);
}
