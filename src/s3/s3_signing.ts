import type { UploadHeaders } from "../request/upload_headers.ts";

/**
 * An access key.
 *
 * @category Protocols
 */
export interface S3Credentials {
  /** The id of the key. */
  readonly accessKeyId: string;
  /** The secret of the key. */
  readonly secretAccessKey: string;
  /** The token of temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** When temporary credentials expire. */
  readonly expiration?: Date | undefined;
}

/**
 * A request that `sign` is called with. `JSON.stringify()` keeps all of it.
 *
 * @category Protocols
 */
export interface S3SigningRequest {
  /** The method. */
  readonly method: "DELETE" | "GET" | "HEAD" | "POST" | "PUT";
  /** The URL to sign, with `query`. */
  readonly url: URL;
  /** The parameters of the URL, such as `partNumber` and `uploadId`. */
  readonly query: Readonly<Record<string, string>>;
  /**
   * The headers that are sent, by lower-case names. Those that start with
   * `x-amz-` must be signed.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** The size of the body in bytes. */
  readonly size: number;
  /**
   * The SHA-256 of the body in hexadecimal digits; undefined if the body is not
   * in memory.
   */
  readonly digest?: string | undefined;
}

/**
 * A signed request: its URL, and the headers that are sent with it, which
 * replace others of the same name.
 *
 * @category Protocols
 */
export interface S3SignedRequest {
  /** The URL. */
  readonly url: string | URL;
  /**
   * More headers. The `Host` that many signers add must be that of the URL.
   * @default {none}
   */
  readonly headers?: UploadHeaders | undefined;
}

/**
 * Signs a request, such as by asking a server for a presigned URL.
 *
 * @category Protocols
 */
export type S3Sign = (
  request: S3SigningRequest,
) => string | URL | S3SignedRequest | Promise<string | URL | S3SignedRequest>;
