import { randomBytes } from "node:crypto";
import { Buffer } from "node:buffer";
import { type Digest, digestOf, statedChecksum } from "./s3_checksums.ts";
import type { S3Keep } from "./s3_context.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Exchange } from "./s3_exchange.ts";
import type { StoredBody } from "./s3_objects.ts";

/**
 * Reads the body of a request, and checks it against all that its headers say of it. Throws an
 * {@linkcode S3Error}.
 *
 * @returns The body; undefined if it is incomplete because the client has left.
 */
export async function receiveBody(
  exchange: S3Exchange,
  { keep, maxSize }: { keep: S3Keep; maxSize: number },
): Promise<StoredBody | undefined> {
  const { request } = exchange;
  const { headers } = request;
  checkFraming(headers, maxSize);
  const hash = payloadHash(headers, request.query);
  const md5 = headers.get("content-md5");
  const checksum = statedChecksum(headers);
  if (md5 !== null && Buffer.from(md5, "base64").byteLength !== 16) {
    throw new S3Error("InvalidDigest", { "Content-MD5": md5 });
  }
  const digests = {
    md5: keep !== "sizes" || md5 !== null ? digestOf("md5") : undefined,
    sha256: keep !== "sizes" || hash !== undefined
      ? digestOf("sha256")
      : undefined,
    checksum: checksum === undefined ? undefined : digestOf(checksum.algorithm),
  };
  const running = Object.values(digests).filter((digest) =>
    digest !== undefined
  );
  const chunks = await readChunks(exchange, running, keep === "bytes");
  if (!request.complete) return undefined;
  const found = {
    md5: digests.md5?.end(),
    sha256: hexOf(digests.sha256?.end()),
    checksum: digests.checksum?.end(),
  };
  if (hash !== undefined && found.sha256 !== hash) {
    throw new S3Error("XAmzContentSHA256Mismatch", {
      ClientComputedContentSHA256: hash,
      S3ComputedContentSHA256: found.sha256 ?? "",
    });
  }
  if (md5 !== null && found.md5 !== md5) {
    throw new S3Error("BadDigest", {
      ExpectedDigest: md5,
      CalculatedDigest: found.md5 ?? "",
    });
  }
  if (checksum !== undefined && found.checksum !== checksum.value) {
    throw new S3Error("BadDigest", {
      message:
        `The ${checksum.algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    });
  }
  return {
    size: request.received,
    etag: hexOf(found.md5) ?? randomBytes(16).toString("hex"),
    sha256: found.sha256,
    checksum: found.checksum,
    chunks,
  };
}

async function readChunks(
  exchange: S3Exchange,
  digests: readonly Digest[],
  keeps: boolean,
): Promise<Uint8Array<ArrayBuffer>[] | undefined> {
  const kept: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of exchange.chunks()) {
    for (const digest of digests) digest.update(chunk);
    if (keeps) kept.push(new Uint8Array(chunk));
  }
  return keeps ? kept : undefined;
}

function checkFraming(headers: Headers, maxSize: number): void {
  for (const name of ["transfer-encoding", "x-amz-trailer"]) {
    if (headers.has(name)) {
      throw new S3Error("NotImplemented", { Header: name });
    }
  }
  if (/\baws-chunked\b/.test(headers.get("content-encoding") ?? "")) {
    throw new S3Error("NotImplemented", { Header: "content-encoding" });
  }
  const length = headers.get("content-length");
  if (length === null) throw new S3Error("MissingContentLength");
  if (Number(length) > maxSize) {
    throw new S3Error("EntityTooLarge", {
      ProposedSize: length,
      MaxSizeAllowed: String(maxSize),
    });
  }
}

/** The SHA-256 that the signature covers; undefined if it leaves the body out. */
function payloadHash(
  headers: Headers,
  query: readonly (readonly [string, string])[],
): string | undefined {
  const stated = new Map(query).get("X-Amz-Content-Sha256") ??
    headers.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  if (stated === "UNSIGNED-PAYLOAD") return undefined;
  if (stated.startsWith("STREAMING-")) {
    throw new S3Error("NotImplemented", { Header: "x-amz-content-sha256" });
  }
  if (/^[0-9a-f]{64}$/.test(stated)) return stated;
  throw new S3Error("InvalidArgument", {
    message:
      "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, or a valid sha256 value.",
  });
}

function hexOf(base64: string | undefined): string | undefined {
  return base64 === undefined
    ? undefined
    : Buffer.from(base64, "base64").toString("hex");
}
