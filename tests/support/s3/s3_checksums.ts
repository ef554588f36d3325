import { createHash } from "node:crypto";
import { Buffer } from "node:buffer";
import { crc32 } from "node:zlib";
import { S3Error } from "./s3_error.ts";

/** An algorithm of S3 that the server knows, as in `x-amz-checksum-crc32`. */
export type ChecksumAlgorithm = "crc32" | "sha1" | "sha256";

const ALGORITHMS: readonly ChecksumAlgorithm[] = ["crc32", "sha1", "sha256"];

/** Takes bytes chunk by chunk. */
export interface Digest {
  update(chunk: Uint8Array): unknown;
  /** The digest in Base64. */
  end(): string;
}

/** Starts a digest. */
export function digestOf(algorithm: ChecksumAlgorithm | "md5"): Digest {
  if (algorithm !== "crc32") {
    const hash = createHash(algorithm);
    return {
      update: (chunk) => hash.update(chunk),
      end: () => hash.digest("base64"),
    };
  }
  let value = 0;
  return {
    update(chunk) {
      value = crc32(chunk, value);
    },
    end() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString("base64");
    },
  };
}

/** The algorithm that `x-amz-checksum-algorithm` names. Throws if it is not known. */
export function checksumAlgorithm(name: string): ChecksumAlgorithm {
  const found = ALGORITHMS.find((known) => known === name.toLowerCase());
  if (found === undefined) throw notImplemented("x-amz-checksum-algorithm");
  return found;
}

/** The checksum that headers state of a body; undefined if they state none. */
export function statedChecksum(
  headers: Headers,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const stated = [...headers].filter(([name]) =>
    /^x-amz-checksum-(?!algorithm$|type$|mode$)/.test(name)
  );
  const [first, ...more] = stated;
  if (first === undefined) return undefined;
  if (more.length > 0) {
    throw new S3Error("InvalidRequest", {
      message: "Expecting a single x-amz-checksum- header",
    });
  }
  const [name, value] = first;
  const algorithm = ALGORITHMS.find((one) => name.endsWith(`-${one}`));
  if (algorithm === undefined) throw notImplemented(name);
  return { algorithm, value };
}

/** The checksum of an upload: that of the checksums of its parts. */
export function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly string[],
): string {
  const digest = digestOf(algorithm);
  for (const part of parts) digest.update(Buffer.from(part, "base64"));
  return `${digest.end()}-${parts.length}`;
}

/** The element of XML that holds a checksum, as `ChecksumCRC32`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm.toUpperCase()}`;
}

function notImplemented(header: string): S3Error {
  return new S3Error("NotImplemented", { Header: header });
}
