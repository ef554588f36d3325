import type { HeaderRecord } from "../request/headers.ts";
import type { Reply } from "../request/protocol.ts";
import { pageUrl } from "../request/url.ts";
import { bodyText } from "./body_text.ts";
import { type Checksum, checksumHeader, checksumOf } from "./checksum.ts";
import { notS3 } from "./not_s3.ts";
import type { Part } from "./parts.ts";
import type { S3Client } from "./s3_client.ts";

/** Stores an object in one request (PutObject). */
export async function putObject(
  client: S3Client,
  part: Part | undefined,
  headers: HeaderRecord,
  algorithm: Checksum | undefined,
): Promise<Reply> {
  const { size = 0, open, bytes } = part ?? {};
  const { checksum, digest } = await checksumOf(bytes, algorithm);
  const reply = await client.request({
    method: "PUT",
    headers: { ...headers, ...checksumHeader(checksum) },
    size,
    digest,
    open,
  });
  // Pages may not see an ETag of another origin. A bucket that is created has none.
  const hasETag = reply.response.headers.has("etag") || pageUrl() !== undefined;
  // A redirect to GET, or a proxy, may respond with a page.
  if (hasETag && bodyText(reply) === "") return reply;
  throw notS3(client.url);
}
