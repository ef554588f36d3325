import type { S3Error } from "./s3_error.ts";
import type { S3Request } from "./s3_request.ts";
import { s3ErrorDocument } from "./s3_xml.ts";

/** A response of an S3 server. */
export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | readonly Uint8Array[];
  /** White space that is sent with the head, before the body is ready. */
  readonly padding?: string;
  /** What the body waits for after the padding. */
  readonly ready?: Promise<void>;
  /** Whether it is sent before the body of the request is read, and the connection then closed. */
  readonly isEarly?: boolean;
}

/** An answer with a document of XML. */
export function xmlAnswer(
  body: string,
  headers: Readonly<Record<string, string>> = {},
): S3Answer {
  const type = { "content-type": "application/xml", ...headers };
  return { status: 200, headers: type, body };
}

/** An error as S3 responds with it. */
export function errorAnswer(
  { code, status, message, details }: S3Error,
  { method, bucket, key }: Pick<S3Request, "method" | "bucket" | "key">,
): S3Answer {
  const headers = { "content-type": "application/xml" };
  // There is no body in a response to HEAD.
  if (method === "HEAD") return { status, headers };
  const body = s3ErrorDocument([
    ["Code", code],
    ["Message", message],
    ...Object.entries(details),
    ["BucketName", bucket],
    ...key === "" ? [] : [["Key", key]] as const,
    ["RequestId", REQUEST_ID],
    ["HostId", HOST_ID],
  ]);
  return { status, headers, body };
}

const REQUEST_ID = "4442587FB7D0A2F9";
const HOST_ID = "Uuag1LuByRx9e6j5Onimru9pO4ZVKnJ2Qz7/C1NPcfTWAtRPfTaOFg==";

/** The headers that each response of S3 has. */
export const S3_HEADERS: Readonly<Record<string, string>> = {
  server: "AmazonS3",
  "x-amz-request-id": REQUEST_ID,
  "x-amz-id-2": HOST_ID,
};

/** The headers that let pages of other origins read a response. */
export const CORS_HEADERS: Readonly<Record<string, string>> = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag",
};
