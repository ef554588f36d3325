import { createHash } from "node:crypto";
import { S3_CREDENTIALS } from "./s3_options.ts";
import type { S3Account } from "./s3_signature.ts";
import { sigv4, uriEncoded } from "./sigv4.ts";

/** A request to S3, and how it is signed. */
export interface SignedRequest {
  readonly method: string;
  readonly url: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Headers, all of which are signed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers that the signature leaves out. */
  readonly unsigned?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default {S3_CREDENTIALS} */
  readonly account?: S3Account;
  /** @default "us-east-1" */
  readonly region?: string;
  /** In ms since 1970; by default the present. */
  readonly time?: number;
  /** For how many seconds the URL holds, if it is signed in the place of the headers. */
  readonly expires?: number;
}

/** Signs a request. */
export function signed(
  {
    method,
    url,
    query = {},
    headers = {},
    unsigned = {},
    body,
    account = S3_CREDENTIALS,
    region = "us-east-1",
    time = Date.now(),
    expires,
  }: SignedRequest,
): Request {
  const target = new URL(url);
  const date = new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const { accessKeyId, secretAccessKey, sessionToken } = account;
  const inUrl = expires !== undefined;
  const payloadHash = inUrl
    ? "UNSIGNED-PAYLOAD"
    : createHash("sha256").update(body ?? "").digest("hex");
  const toSign = new Map(Object.entries({
    host: target.host,
    ...inUrl ? {} : {
      "x-amz-content-sha256": payloadHash,
      "x-amz-date": date,
      ...sessionToken === undefined
        ? {}
        : { "x-amz-security-token": sessionToken },
    },
    ...headers,
  }));
  const names = [...toSign.keys()].sort();
  const parameters = Object.entries({
    ...query,
    ...!inUrl ? {} : {
      "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
      "X-Amz-Credential": `${accessKeyId}/${scope}`,
      "X-Amz-Date": date,
      "X-Amz-Expires": String(expires),
      "X-Amz-SignedHeaders": names.join(";"),
      ...sessionToken === undefined
        ? {}
        : { "X-Amz-Security-Token": sessionToken },
    },
  });
  const { signature } = sigv4({
    method,
    path: decodeURIComponent(target.pathname),
    query: parameters,
    headers: names.map((name) => [name, toSign.get(name) ?? ""]),
    payloadHash: toSign.get("x-amz-content-sha256") ?? payloadHash,
    date,
    region,
    secretAccessKey,
  });
  if (inUrl) parameters.push(["X-Amz-Signature", signature]);
  target.search = parameters.map((pair) => pair.map(uriEncoded).join("="))
    .join("&");
  toSign.delete("host");
  const sent = new Headers([...toSign, ...Object.entries(unsigned)]);
  if (!inUrl) {
    sent.set(
      "authorization",
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${
        names.join(";")
      }, Signature=${signature}`,
    );
  }
  return new Request(target, {
    method,
    headers: sent,
    ...body === undefined ? {} : { body },
  });
}

/** The elements of a document of XML that hold text, the last of each name. */
export function elementsOf(xml: string): Record<string, string> {
  return Object.fromEntries(
    [...xml.matchAll(/<([\w-]+)>([^<]*)<\/\1>/g)].map((
      [, name = "", text = ""],
    ) => [name, text]),
  );
}
