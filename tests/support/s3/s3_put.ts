import type { S3Answer } from "./s3_answer.ts";
import { receiveBody } from "./s3_body.ts";
import type { S3Bucket } from "./s3_bucket.ts";
import { statedChecksum } from "./s3_checksums.ts";
import type { S3Context } from "./s3_context.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Exchange } from "./s3_exchange.ts";
import { S3Object } from "./s3_objects.ts";
import type { S3Request } from "./s3_request.ts";

/** Responds to PutObject. */
export async function putObject(
  exchange: S3Exchange,
  server: S3Context,
): Promise<S3Answer | undefined> {
  const { request } = exchange;
  const { headers, key } = request;
  const bucket = server.bucketOf(request);
  checkCondition(request, bucket);
  const checksum = statedChecksum(headers);
  const body = await receiveBody(exchange, {
    keep: server.keep,
    maxSize: server.limits.maxPartSize,
  });
  if (body === undefined) return undefined;
  // Another one may have been faster.
  checkCondition(request, bucket);
  const object = new S3Object({
    key,
    etag: body.etag,
    headers: storedHeaders(headers),
    checksum,
    bodies: [body],
  });
  bucket.objects.set(key, object);
  return {
    status: 200,
    headers: {
      etag: `"${object.etag}"`,
      ...checksumHeaders(checksum),
    },
  };
}

/** Responds to UploadPart. */
export async function uploadPart(
  exchange: S3Exchange,
  server: S3Context,
): Promise<S3Answer | undefined> {
  const { request } = exchange;
  const { headers, key, uploadId, partNumber: number = NaN } = request;
  const { limits, keep } = server;
  const bucket = server.bucketOf(request);
  if (!Number.isInteger(number) || number < 1 || number > limits.maxParts) {
    throw new S3Error("InvalidArgument", {
      message:
        `Part number must be an integer between 1 and ${limits.maxParts}, inclusive`,
      ArgumentName: "partNumber",
      ArgumentValue: String(number),
    });
  }
  refuseMetadata(request, server);
  const upload = bucket.upload(key, uploadId);
  if (!upload?.isOpen) throw noSuchUpload(uploadId);
  const stated = statedChecksum(headers);
  if (stated?.algorithm !== upload.algorithm) {
    throw new S3Error("InvalidRequest", {
      message: `Checksum Type mismatch occurred, expected checksum Type: ${
        upload.algorithm ?? null
      }, actual checksum Type: ${stated?.algorithm ?? null}`,
    });
  }
  upload.inFlight++;
  try {
    const maxSize = limits.maxPartSize;
    const body = await receiveBody(exchange, { keep, maxSize });
    if (body === undefined) return undefined;
    await server.holdPart(request);
    if (bucket.upload(key, uploadId) !== upload) throw noSuchUpload(uploadId);
    upload.parts.set(number, { ...body, number });
    return {
      status: 200,
      headers: {
        etag: `"${body.etag}"`,
        ...checksumHeaders(stated),
      },
    };
  } finally {
    upload.inFlight--;
  }
}

/** Throws if an object that must not exist does, or is not the one that must. */
export function checkCondition(
  { headers, key }: S3Request,
  bucket: S3Bucket,
): void {
  const expected = headers.get("if-match");
  if (expected !== null) {
    const object = bucket.objects.get(key);
    if (object === undefined) throw new S3Error("NoSuchKey");
    if (`"${object.etag}"` !== expected) {
      throw new S3Error("PreconditionFailed", { Condition: "If-Match" });
    }
  }
  const condition = headers.get("if-none-match");
  if (condition === null) return;
  if (condition !== "*") {
    throw new S3Error("NotImplemented", { Header: "If-None-Match" });
  }
  if (!bucket.objects.has(key)) return;
  throw new S3Error("PreconditionFailed", { Condition: "If-None-Match" });
}

/** The error of an upload that does not exist. */
export function noSuchUpload(id: string | undefined): S3Error {
  return new S3Error("NoSuchUpload", { UploadId: id ?? "" });
}

const STORED =
  /^(?:content-type|content-encoding|content-language|content-disposition|cache-control|expires|x-amz-meta-.*|x-amz-storage-class)$/;

/** The headers of a request that are stored with an object. */
export function storedHeaders(headers: Headers): Record<string, string> {
  return {
    "content-type": "binary/octet-stream",
    ...Object.fromEntries([...headers].filter(([name]) => STORED.test(name))),
  };
}

/** Refuses headers that belong to the request that creates the upload. */
export function refuseMetadata(
  { headers, operation }: S3Request,
  server: S3Context,
): void {
  for (const name of headers.keys()) {
    if (/^x-amz-(?:meta-|acl$|storage-class$|tagging$)/.test(name)) {
      throw new S3Error("InvalidArgument", {
        message: "Metadata cannot be specified in this context.",
        ArgumentName: name,
      });
    }
    if (STORED.test(name) && name !== "content-type") {
      server.object(`${operation} has ${name}, which S3 ignores there`);
    }
  }
}

function checksumHeaders(
  checksum: ReturnType<typeof statedChecksum>,
): Record<string, string> {
  return checksum === undefined
    ? {}
    : { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value };
}
