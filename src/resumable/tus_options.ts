import type { UploadStore } from "./store.ts";

/**
 * Options of {@linkcode tus}.
 *
 * @category Protocols
 */
export interface TusOptions {
  /**
   * Remembers the upload, so that the same call resumes it after a crash or a
   * restart. Without it an upload is resumed only as long as it runs.
   *
   * The source must be a file, a `File`, or up to 64 MiB in memory; other
   * sources are not recognized later. If the store fails, a warning is printed,
   * and the upload goes on.
   * @default {none}
   */
  store?: UploadStore | undefined;
  /**
   * What the server is told of the upload, besides `filename` and `filetype`,
   * which are the name of the source, if it has one, and the Content-Type.
   * Values of your own replace those; `undefined` leaves one out. Keys have no
   * spaces and no commas. Some servers need a `filename`, which bytes in memory
   * and streams do not have.
   */
  metadata?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * Maximum size of one request in bytes, such as the limit of a proxy before
   * the server. Smaller is slower. A chunk that is refused as too large (status
   * 413) is halved, to no less than 64 KiB.
   *
   * A stream is resumed within its current chunk alone, which is kept in
   * memory: without a `chunkSize` it cannot be resumed.
   * @default {Infinity, or 8 MiB with a `checksum`}
   */
  chunkSize?: number | undefined;
  /**
   * In how many parts the source is sent at the same time; the server then
   * concatenates them. The source must be of known size and open at any offset,
   * which a stream does not.
   * @default {1}
   */
  parallel?: number | undefined;
  /**
   * The algorithm of a checksum that the server compares with each request, by
   * the name that the server gives it: SHA-1, SHA-256, SHA-384 or SHA-512, such
   * as `"sha1"` or `"sha-256"`. Each chunk is read into memory for it.
   * @default {none}
   */
  checksum?: string | undefined;
  /**
   * Whether `PATCH` and `DELETE` are sent as `POST`, with the method in
   * `X-HTTP-Method-Override`, for proxies that do not let them pass.
   * @default {false}
   */
  methodOverride?: boolean | undefined;
  /**
   * The URL of an upload that was created by others. It is resumed, and none is
   * created; `store` is not used.
   * @default {a new upload}
   */
  uploadUrl?: string | URL | undefined;
}
