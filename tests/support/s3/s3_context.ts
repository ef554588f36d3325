import type { S3Bucket } from "./s3_bucket.ts";
import type { S3MultipartUpload } from "./s3_objects.ts";
import type { S3Request } from "./s3_request.ts";

/** What a server keeps of bodies; sizes alone make the fastest sink, with false ETags. */
export type S3Keep = "bytes" | "digests" | "sizes";

/** The limits of a server. */
export interface S3Limits {
  /** The smallest size of a part but the last, in bytes. */
  readonly minPartSize: number;
  /** The largest size of a part or of an object that is put, in bytes. */
  readonly maxPartSize: number;
  /** The largest number of a part. */
  readonly maxParts: number;
  /** The most entries of one answer to ListParts and ListMultipartUploads. */
  readonly pageSize: number;
  /** Whether all parts but the last must have one size, as for R2. */
  readonly equalParts: boolean;
  /** Whether an upload may be completed again, as for S3 for a while. */
  readonly completesAgain: boolean;
}

/** What the operations of an S3 server share. */
export interface S3Context {
  readonly limits: S3Limits;
  readonly keep: S3Keep;
  /** The time of the server, in ms since 1970. */
  now(): number;
  /** An id for a new upload. */
  newUploadId(): string;
  /** The bucket of a request. Throws if there is none. */
  bucketOf(request: S3Request): S3Bucket;
  /** What a part waits for before it is stored. */
  holdPart(request: S3Request): Promise<void> | undefined;
  /** How many parts land in an upload after it was aborted. */
  partsAfterAbort(upload: S3MultipartUpload): number;
  /** Records what a client did against a rule, though the server accepts it. */
  object(violation: string): void;
}
