import { type S3Answer, xmlAnswer } from "./s3_answer.ts";
import { receiveBody } from "./s3_body.ts";
import { checksumAlgorithm, checksumElement } from "./s3_checksums.ts";
import type { S3Context } from "./s3_context.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Exchange } from "./s3_exchange.ts";
import { S3MultipartUpload } from "./s3_objects.ts";
import { noSuchUpload, storedHeaders } from "./s3_put.ts";
import type { S3Request } from "./s3_request.ts";
import { uriEncoded } from "./sigv4.ts";
import { s3Document } from "./s3_xml.ts";

/** Responds to CreateMultipartUpload. */
export async function createMultipartUpload(
  exchange: S3Exchange,
  server: S3Context,
): Promise<S3Answer | undefined> {
  const { request } = exchange;
  const { headers, key } = request;
  const bucket = server.bucketOf(request);
  if (headers.has("content-length")) {
    const body = await receiveBody(exchange, { keep: "sizes", maxSize: 0 });
    if (body === undefined) return undefined;
  }
  const name = headers.get("x-amz-checksum-algorithm");
  const type = headers.get("x-amz-checksum-type");
  if (type === "FULL_OBJECT") {
    throw new S3Error("NotImplemented", { Header: "x-amz-checksum-type" });
  }
  const algorithm = name === null ? undefined : checksumAlgorithm(name);
  const upload = new S3MultipartUpload({
    id: server.newUploadId(),
    key,
    headers: storedHeaders(headers),
    algorithm,
    initiated: new Date(server.now()),
  });
  bucket.addUpload(upload);
  return xmlAnswer(
    s3Document("InitiateMultipartUploadResult", [
      ["Bucket", bucket.name],
      ["Key", key],
      ["UploadId", upload.id],
    ]),
    algorithm === undefined ? {} : {
      "x-amz-checksum-algorithm": algorithm.toUpperCase(),
      "x-amz-checksum-type": "COMPOSITE",
    },
  );
}

/** Responds to AbortMultipartUpload. Parts in flight may land after it. */
export function abortMultipartUpload(
  { request }: S3Exchange,
  server: S3Context,
): S3Answer {
  const { key, uploadId } = request;
  const upload = server.bucketOf(request).upload(key, uploadId);
  if (upload === undefined) throw noSuchUpload(uploadId);
  upload.aborts++;
  const landing = server.partsAfterAbort(upload);
  const going = upload.sortedParts.slice(0, upload.parts.size - landing);
  for (const { number } of going) upload.parts.delete(number);
  return { status: 204 };
}

/** Responds to ListParts. */
export function listParts(
  { request }: S3Exchange,
  server: S3Context,
): S3Answer {
  const { key, uploadId } = request;
  const bucket = server.bucketOf(request);
  const upload = bucket.upload(key, uploadId);
  if (upload === undefined) throw noSuchUpload(uploadId);
  const marker = integerParameter(request, "part-number-marker") ?? 0;
  const limit = integerParameter(request, "max-parts") ?? Infinity;
  const size = Math.min(limit, server.limits.pageSize);
  const left = upload.sortedParts.filter(({ number }) => number > marker);
  const page = left.slice(0, size);
  const { algorithm } = upload;
  return xmlAnswer(s3Document("ListPartsResult", [
    ["Bucket", bucket.name],
    ["Key", encodedKey(request, key)],
    ["UploadId", upload.id],
    ["PartNumberMarker", marker],
    ["NextPartNumberMarker", page.at(-1)?.number ?? 0],
    ["MaxParts", size],
    ["IsTruncated", page.length < left.length],
    ...page.map((part) =>
      [
        "Part",
        [
          ["PartNumber", part.number],
          ["LastModified", upload.initiated.toISOString()],
          ["ETag", `"${part.etag}"`],
          ["Size", part.size],
          ...algorithm === undefined || part.checksum === undefined
            ? []
            : [[checksumElement(algorithm), part.checksum]] as const,
        ],
      ] as const
    ),
    ["StorageClass", "STANDARD"],
  ]));
}

/** Responds to ListMultipartUploads. */
export function listMultipartUploads(
  { request }: S3Exchange,
  server: S3Context,
): S3Answer {
  const bucket = server.bucketOf(request);
  const parameters = new Map(request.query);
  const prefix = parameters.get("prefix") ?? "";
  const after = parameters.get("key-marker") ?? "";
  const afterId = parameters.get("upload-id-marker");
  const limit = integerParameter(request, "max-uploads") ?? Infinity;
  const size = Math.min(limit, server.limits.pageSize);
  const all = bucket.uploads.filter(({ key }) => key.startsWith(prefix));
  const start = afterId === undefined
    ? all.findIndex(({ key }) => key > after)
    : all.findIndex(({ id }) => id === afterId) + 1;
  const left = start < 0 ? [] : all.slice(start);
  const page = left.slice(0, size);
  const last = page.at(-1);
  return xmlAnswer(s3Document("ListMultipartUploadsResult", [
    ["Bucket", bucket.name],
    ["KeyMarker", encodedKey(request, after)],
    ["UploadIdMarker", afterId ?? ""],
    ["NextKeyMarker", encodedKey(request, last?.key ?? "")],
    ["NextUploadIdMarker", last?.id ?? ""],
    ["Prefix", prefix],
    ["MaxUploads", size],
    ["IsTruncated", page.length < left.length],
    ...page.map(({ key, id, initiated }) =>
      [
        "Upload",
        [
          ["Key", encodedKey(request, key)],
          ["UploadId", id],
          ["StorageClass", "STANDARD"],
          ["Initiated", initiated.toISOString()],
        ],
      ] as const
    ),
  ]));
}

/** A key as a listing has it; XML cannot hold every one, so that a client may ask to encode it. */
function encodedKey({ query }: S3Request, key: string): string {
  return new Map(query).get("encoding-type") === "url" ? uriEncoded(key) : key;
}

function integerParameter(
  { query }: S3Request,
  name: string,
): number | undefined {
  const value = new Map(query).get(name);
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new S3Error("InvalidArgument", {
    message: `Provided ${name} not an integer or within integer range`,
    ArgumentName: name,
    ArgumentValue: value,
  });
}
