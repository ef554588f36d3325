import type { S3ErrorCode } from "./s3_error.ts";

/** What a request asks of S3. */
export type S3Operation =
  | "PutObject"
  | "GetObject"
  | "HeadObject"
  | "CreateMultipartUpload"
  | "UploadPart"
  | "ListParts"
  | "CompleteMultipartUpload"
  | "AbortMultipartUpload"
  | "ListMultipartUploads"
  | "Preflight"
  | "Unknown";

/** A request as an S3 server received it, and what became of it. */
export interface S3Request {
  readonly operation: S3Operation;
  /** Whether the URL can be decoded. */
  readonly isWellFormed: boolean;
  readonly method: string;
  /** The path and query as they were sent. */
  readonly target: string;
  /** The decoded path. */
  readonly path: string;
  /** Whether the bucket is part of the host. */
  readonly isVirtualHosted: boolean;
  readonly bucket: string;
  /** The decoded key; empty for the bucket itself. */
  readonly key: string;
  /** The decoded parameters of the query, in their order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Headers;
  readonly uploadId: string | undefined;
  readonly partNumber: number | undefined;
  /** Which of the equal requests this is, from 1: of one operation, key, upload and part. */
  attempt: number;
  /** Whether the signature is in the headers or in the URL. */
  readonly signedIn: "headers" | "url" | "nothing";
  /** The bytes of the body that arrived. */
  received: number;
  /** Whether the whole body arrived. */
  complete: boolean;
  /** The status of the response; undefined while there is none, and if it was lost. */
  status: number | undefined;
  /** The error that the server responded with, or a hook in its place. */
  error: S3ErrorCode | undefined;
}

/** The head of a request to S3. */
export interface S3RequestHead {
  readonly method: string;
  /** The target of the request line. */
  readonly target: string;
  readonly headers: Headers;
}

/** Reads the head of a request. A URL that is malformed stays as it is. */
export function readS3Request(head: S3RequestHead): S3Request {
  const { method, headers } = head;
  // A proxy is sent the whole URL.
  const [, authority, origin] =
    /^(?:http:\/\/([^/?]*))?(.*)$/s.exec(head.target) ?? [];
  const target = origin ?? "";
  const [rawPath = "", ...rawQuery] = target.split("?");
  const isWellFormed = canDecode(target);
  const decode = isWellFormed ? decoded : (text: string) => text;
  const path = decode(rawPath);
  const query = queryOf(rawQuery.join("?"), decode);
  const host = authority ?? headers.get("host") ?? "";
  const virtual = /^(.+)\.localhost(?::\d+)?$/.exec(host)?.[1];
  const [, bucket = "", key = ""] =
    (virtual === undefined ? path : `/${virtual}${path}`).match(
      /^\/([^/]*)\/?(.*)$/s,
    ) ?? [];
  const parameters = new Map(query);
  const part = parameters.get("partNumber");
  return {
    operation: operationOf(method, key, parameters),
    isWellFormed,
    method,
    target,
    path,
    isVirtualHosted: virtual !== undefined,
    bucket,
    key,
    query,
    headers,
    uploadId: parameters.get("uploadId"),
    partNumber: part === undefined ? undefined : Number(part),
    attempt: 1,
    signedIn: headers.has("authorization")
      ? "headers"
      : parameters.has("X-Amz-Signature")
      ? "url"
      : "nothing",
    received: 0,
    complete: false,
    status: undefined,
    error: undefined,
  };
}

/** Parameters that change nothing of what a request asks for. */
const NEUTRAL =
  /^(?:x-id|x-amz-.*|max-parts|part-number-marker|max-uploads|key-marker|upload-id-marker|prefix|encoding-type)$/i;

const OPERATIONS: Readonly<Record<string, S3Operation>> = {
  "PUT key": "PutObject",
  "PUT key partNumber uploadId": "UploadPart",
  "POST key uploads": "CreateMultipartUpload",
  "POST key uploadId": "CompleteMultipartUpload",
  "GET key uploadId": "ListParts",
  "GET key": "GetObject",
  "HEAD key": "HeadObject",
  "DELETE key uploadId": "AbortMultipartUpload",
  "GET bucket uploads": "ListMultipartUploads",
};

function operationOf(
  method: string,
  key: string,
  parameters: ReadonlyMap<string, string>,
): S3Operation {
  if (method === "OPTIONS") return "Preflight";
  const names = [...parameters.keys()].filter((name) => !NEUTRAL.test(name));
  const asked = [method, key === "" ? "bucket" : "key", ...names.sort()];
  return OPERATIONS[asked.join(" ")] ?? "Unknown";
}

function queryOf(
  raw: string,
  decode: (text: string) => string,
): [string, string][] {
  return raw.split("&").filter((pair) => pair !== "").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [decode(name), decode(value.join("="))];
  });
}

/** Decodes a part of a URL. S3 takes a plus for a space, also in the path. */
function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

function canDecode(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
