import type { HeaderRecord } from "../request/headers.ts";
import type { S3Refusal } from "./s3_refusal.ts";
import type { S3SigningRequest } from "./s3_signing.ts";

/** The URL and the headers of a request that can be sent. */
export interface Signed {
  /** Without user and password. */
  readonly url: URL;
  readonly headers: HeaderRecord;
  /**
   * Learns from a refusal of the request.
   *
   * @returns Whether the next signature may be accepted.
   */
  corrects(refusal: S3Refusal): boolean;
}

/** Signs requests. */
export interface Signer {
  /**
   * @param signal Ends the wait for a function of the caller.
   * @throws {UploadError} If there is no signature.
   */
  sign(request: S3SigningRequest, signal: AbortSignal): Promise<Signed>;
}

/** Codes for credentials that were valid before. */
const EXPIRED = [
  "ExpiredToken",
  "InvalidToken",
  "RequestExpired",
  "TokenRefreshRequired",
];

/** Whether a request was refused because of its credentials. */
export function isUnauthorized({ code, status }: S3Refusal): boolean {
  return status === 401 || status === 403 || EXPIRED.includes(code);
}
