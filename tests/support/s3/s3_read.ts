import type { S3Answer } from "./s3_answer.ts";
import type { S3Context } from "./s3_context.ts";
import { S3Error } from "./s3_error.ts";
import type { S3Exchange } from "./s3_exchange.ts";

/** Responds to GetObject and HeadObject. */
export function readObject(
  { request }: S3Exchange,
  server: S3Context,
): S3Answer {
  const { key, method, headers } = request;
  const object = server.bucketOf(request).objects.get(key);
  if (object === undefined) throw new S3Error("NoSuchKey");
  if (headers.has("range")) {
    throw new S3Error("NotImplemented", { Header: "Range" });
  }
  const { size, etag, checksum, parts } = object;
  return {
    status: 200,
    headers: {
      ...object.headers,
      "accept-ranges": "bytes",
      "content-length": String(size),
      etag: `"${etag}"`,
      "last-modified": new Date(server.now()).toUTCString(),
      ...checksum !== undefined &&
          headers.get("x-amz-checksum-mode") === "ENABLED"
        ? {
          [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
          "x-amz-checksum-type": parts.length > 0 ? "COMPOSITE" : "FULL_OBJECT",
        }
        : {},
    },
    ...method === "HEAD" ? {} : { body: object.chunks },
  };
}
