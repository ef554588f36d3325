import { type S3Answer, xmlAnswer } from "./s3_answer.ts";
import { receiveBody } from "./s3_body.ts";
import type { S3Bucket } from "./s3_bucket.ts";
import {
  checksumElement,
  compositeChecksum,
  statedChecksum,
} from "./s3_checksums.ts";
import type { S3Context } from "./s3_context.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Exchange } from "./s3_exchange.ts";
import {
  multipartEtag,
  type S3MultipartUpload,
  S3Object,
  type S3Part,
} from "./s3_objects.ts";
import { checkCondition, noSuchUpload, refuseMetadata } from "./s3_put.ts";
import { readCompletion, type RequestedPart, s3Document } from "./s3_xml.ts";

/** The largest document that lists the parts of an upload, in bytes. */
const MAX_DOCUMENT = 4 * 1024 * 1024;

/** Responds to CompleteMultipartUpload. */
export async function completeMultipartUpload(
  exchange: S3Exchange,
  server: S3Context,
): Promise<S3Answer | undefined> {
  const { request } = exchange;
  const { key, uploadId, headers } = request;
  const bucket = server.bucketOf(request);
  refuseMetadata(request, server);
  const body = await receiveBody(exchange, {
    keep: "bytes",
    maxSize: MAX_DOCUMENT,
  });
  if (body === undefined) return undefined;
  const requested = readCompletion(
    await new Blob([...body.chunks ?? []]).text(),
  );
  if (requested === undefined) throw new S3Error("MalformedXML");
  const upload = bucket.upload(key, uploadId);
  if (!upload?.isOpen) {
    const completed = bucket.completed.get(uploadId ?? "");
    if (completed === undefined || !server.limits.completesAgain) {
      throw noSuchUpload(uploadId);
    }
    return completionAnswer(exchange, completed, bucket);
  }
  const parts = chosenParts(requested, upload);
  checkSizes(parts, server, headers);
  const checksum = upload.algorithm === undefined ? undefined : {
    algorithm: upload.algorithm,
    value: compositeChecksum(
      upload.algorithm,
      parts.map(({ checksum = "" }) => checksum),
    ),
  };
  const stated = statedChecksum(headers);
  if (
    stated !== undefined &&
    (stated.algorithm !== checksum?.algorithm ||
      stated.value.replace(/-\d+$/, "") !==
        checksum.value.replace(/-\d+$/, ""))
  ) throw new S3Error("BadDigest");
  checkCondition(request, bucket);
  const object = new S3Object({
    key,
    etag: multipartEtag(parts),
    headers: upload.headers,
    checksum,
    bodies: parts,
    parts,
  });
  bucket.objects.set(key, object);
  bucket.removeUpload(upload);
  bucket.completed.set(upload.id, object);
  return completionAnswer(exchange, object, bucket);
}

function completionAnswer(
  { request }: S3Exchange,
  { key, etag, checksum }: S3Object,
  bucket: S3Bucket,
): S3Answer {
  const { path } = request;
  const host = request.headers.get("host") ?? "";
  return xmlAnswer(s3Document("CompleteMultipartUploadResult", [
    ["Location", `http://${host}${encodeURI(path)}`],
    ["Bucket", bucket.name],
    ["Key", key],
    ["ETag", `"${etag}"`],
    ...checksum === undefined ? [] : [
      [checksumElement(checksum.algorithm), checksum.value],
      ["ChecksumType", "COMPOSITE"],
    ] as const,
  ]));
}

/** The parts that a client names, which must be there as it names them. */
function chosenParts(
  requested: readonly RequestedPart[],
  { id, parts, algorithm }: S3MultipartUpload,
): S3Part[] {
  const chosen: S3Part[] = [];
  for (const wanted of requested) {
    const number = Number(wanted.get("PartNumber"));
    if (!Number.isInteger(number)) throw new S3Error("MalformedXML");
    if (number <= (chosen.at(-1)?.number ?? 0)) {
      throw new S3Error("InvalidPartOrder", { UploadId: id });
    }
    const etag = (wanted.get("ETag") ?? "").replaceAll('"', "");
    const part = parts.get(number);
    const checksum = algorithm === undefined
      ? undefined
      : wanted.get(checksumElement(algorithm));
    if (algorithm !== undefined && checksum === undefined) {
      throw new S3Error("InvalidRequest", {
        message:
          `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      });
    }
    if (part?.etag !== etag || part.checksum !== checksum) {
      throw new S3Error("InvalidPart", {
        UploadId: id,
        PartNumber: String(number),
        ETag: etag,
      });
    }
    chosen.push(part);
  }
  return chosen;
}

function checkSizes(
  parts: readonly S3Part[],
  { limits }: S3Context,
  headers: Headers,
): void {
  const { minPartSize, equalParts } = limits;
  const [first] = parts;
  for (const { number, size, etag } of parts.slice(0, -1)) {
    if (size < minPartSize) {
      throw new S3Error("EntityTooSmall", {
        ProposedSize: String(size),
        MinSizeAllowed: String(minPartSize),
        PartNumber: String(number),
        ETag: etag,
      });
    }
    if (equalParts && size !== first?.size) throw unequalParts();
  }
  if (equalParts && (parts.at(-1)?.size ?? 0) > (first?.size ?? 0)) {
    throw unequalParts();
  }
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const stated = headers.get("x-amz-mp-object-size");
  if (stated !== null && Number(stated) !== total) {
    throw new S3Error("InvalidRequest", {
      message:
        `The provided 'x-amz-mp-object-size' header value ${stated} does not match what was computed: ${total}`,
    });
  }
}

function unequalParts(): S3Error {
  return new S3Error("InvalidPart", {
    message: "All non-trailing parts must have the same length.",
  });
}
