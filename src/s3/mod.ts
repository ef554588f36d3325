/**
 * Uploads of large objects to S3, R2 and servers with the same API, in parallel
 * parts.
 *
 * @module
 */

export { s3 } from "./s3.ts";
export type { S3Options } from "./s3_options.ts";
export type {
  S3Credentials,
  S3Sign,
  S3SignedRequest,
  S3SigningRequest,
} from "./s3_signing.ts";
export type { StoredValue, UploadStore } from "../resumable/store.ts";
