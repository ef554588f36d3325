import type { S3SigningRequest } from "@network/upload/s3";
import { S3_CREDENTIALS } from "./s3_options.ts";
import { sigv4 } from "./sigv4.ts";

/** What a presigned URL has besides its request. */
interface PresignOptions {
  /** In seconds. */
  readonly expires: number;
  /** When it is signed, in ms since 1970. */
  readonly date?: number;
  /** More headers, which it signs. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Signs a request in its URL, as a server that hands out presigned URLs does. */
export function presign(
  { method, url, headers }: S3SigningRequest,
  { expires, date: ms = Date.now(), headers: more = {} }: PresignOptions,
): string {
  const date = new Date(ms).toISOString().replaceAll(/[:-]|\.\d{3}/g, "");
  const { accessKeyId, secretAccessKey } = S3_CREDENTIALS;
  const signed = new URL(url);
  const own = Object.entries({ ...headers, ...more })
    .filter(([name]) => name.startsWith("x-amz-"));
  const all: [string, string][] = [["host", signed.host], ...own];
  all.sort(([one], [other]) => one < other ? -1 : 1);
  const scope = [date.slice(0, 8), "us-east-1", "s3", "aws4_request"];
  for (
    const [name, value] of Object.entries({
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": [accessKeyId, ...scope].join("/"),
      "X-Amz-Date": date,
      "X-Amz-Expires": String(expires),
      "X-Amz-SignedHeaders": all.map(([name]) => name).join(";"),
    })
  ) signed.searchParams.set(name, value);
  const { signature } = sigv4({
    method,
    path: decodeURIComponent(signed.pathname),
    query: [...signed.searchParams],
    headers: all,
    payloadHash: "UNSIGNED-PAYLOAD",
    date,
    region: "us-east-1",
    secretAccessKey,
  });
  signed.searchParams.set("X-Amz-Signature", signature);
  return signed.href;
}
