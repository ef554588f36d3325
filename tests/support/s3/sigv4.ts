import { createHash, createHmac } from "node:crypto";
import { Buffer } from "node:buffer";

/** What a signature of AWS, version 4, is made of. */
export interface Sigv4Input {
  readonly method: string;
  /** The decoded path. */
  readonly path: string;
  /** The decoded parameters of the query, without the signature itself. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** The headers that are signed, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly payloadHash: string;
  /** As `20300102T030405Z`. */
  readonly date: string;
  readonly region: string;
  readonly secretAccessKey: string;
}

/** A signature, and the texts that it was made of. */
export interface Sigv4 {
  readonly signature: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/**
 * Signs a request to S3 as AWS documents it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function sigv4(input: Sigv4Input): Sigv4 {
  const { method, path, query, headers, payloadHash, date, region } = input;
  const canonicalRequest = [
    method,
    encodedPath(path),
    query.map(([name, value]) => [uriEncoded(name), uriEncoded(value)])
      .sort(([a = "", x = ""], [b = "", y = ""]) =>
        compared(a, b) || compared(x, y)
      )
      .map(([name, value]) => `${name}=${value}`).join("&"),
    ...headers.map(([name, value]) =>
      `${name}:${value.trim().replaceAll(/ +/g, " ")}`
    ),
    "",
    headers.map(([name]) => name).join(";"),
    payloadHash,
  ].join("\n");
  const scope = [date.slice(0, 8), region, "s3", "aws4_request"];
  // Headers are bytes, which Node gives as Latin-1.
  const hash = createHash("sha256").update(
    Buffer.from(canonicalRequest, "latin1"),
  ).digest("hex");
  const stringToSign = ["AWS4-HMAC-SHA256", date, scope.join("/"), hash]
    .join("\n");
  const key = scope.reduce<string | Uint8Array>(
    (key, part) => createHmac("sha256", key).update(part).digest(),
    `AWS4${input.secretAccessKey}`,
  );
  const signature = createHmac("sha256", key).update(stringToSign)
    .digest("hex");
  return { signature, canonicalRequest, stringToSign };
}

/** `20300102T030405Z` in ms since 1970; NaN if it is malformed. */
export function timeOf(basic: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(basic);
  if (parts === null) return NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Encodes the segments of a path. */
export function encodedPath(path: string): string {
  return path.split("/").map(uriEncoded).join("/");
}

/** Encodes all but the unreserved characters of RFC 3986. */
export function uriEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
