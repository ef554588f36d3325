import type { UploadStore } from "../resumable/store.ts";
import type { S3Credentials, S3Sign } from "./s3_signing.ts";

/**
 * Options of {@linkcode s3}. One of `credentials` and `sign` is required.
 *
 * @category Protocols
 */
export interface S3Options {
  /**
   * The access key that signs the requests, or a function that returns it. The
   * function is called again if the server rejects the credentials, and once
   * their `expiration` has passed.
   */
  credentials?:
    | S3Credentials
    | (() => S3Credentials | Promise<S3Credentials>)
    | undefined;
  /**
   * The region in signatures, such as `"eu-central-1"`.
   * @default {as in the host name of AWS, "auto" for R2, otherwise "us-east-1"}
   */
  region?: string | undefined;
  /**
   * The service in signatures.
   * @default {"s3"}
   */
  service?: string | undefined;
  /**
   * Signs a request elsewhere, such as on a server that returns presigned URLs, so
   * that the keys stay there. It is called for each attempt of each request. The
   * `timeout` does not apply to it, or to the function in `credentials`.
   */
  sign?: S3Sign | undefined;
  /**
   * The size of the parts in bytes, of at most 5 GiB. A source that is not larger
   * is sent in one request. S3 and R2 refuse parts below 5 MiB, except for the
   * last one. It grows if there would be more than 10,000 parts.
   *
   * The parts of a stream, or of a function without `size`, are kept in memory
   * until they are stored: up to `parallel` parts, and the start of the next one.
   * @default {8 MiB}
   */
  partSize?: number | undefined;
  /**
   * How many parts are sent at the same time.
   * @default {4}
   */
  parallel?: number | undefined;
  /**
   * The algorithm of a checksum that the server compares with each part, and
   * stores. Each part is read into memory for it. Some servers, such as R2, do
   * not support every algorithm.
   * @default {none}
   */
  checksum?: "crc32" | "sha256" | undefined;
  /**
   * Remembers the upload, so that the same call resumes it after a crash or a
   * restart. If it fails or is cancelled, its parts then stay on the server.
   * Without a store they are removed. An upload that is resumed keeps the headers
   * with which it began, such as metadata.
   *
   * The source must be a file, a `File`, or up to 64 MiB in memory. If the store
   * fails, a warning is printed, and the upload goes on.
   * @default {none}
   */
  store?: UploadStore | undefined;
  /**
   * Refuses to replace an object that exists (`If-None-Match: *`): the upload
   * then ends with status 412. So does an object that was sent in one request, if
   * the response was lost and the request was sent again.
   * @default {false}
   */
  ifNoneMatch?: "*" | boolean | undefined;
}
