import type { UploadStore } from "./store.ts";

/**
 * Options of {@linkcode rufh}.
 *
 * @category Protocols
 */
export interface RufhOptions {
  /**
   * The interop version of the draft that the server speaks: 8 is that of the
   * drafts 09 to 11, and 6 that of 04 and 05. They do not understand each other.
   * @default {8}
   */
  version?: 6 | 8 | undefined;
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
   * Maximum size of one append in bytes, such as the limit of a proxy before the
   * server. The limits that the server announces apply as well, and an append
   * that is refused as too large (status 413) is halved.
   *
   * A stream is resumed within its current chunk alone, which is kept in
   * memory: without a `chunkSize`, and without a limit of the server, it cannot
   * be resumed.
   * @default {what the server allows, and 8 MiB at most with a `digest`}
   */
  chunkSize?: number | undefined;
  /**
   * The algorithm of a digest that the server compares with each append, and
   * with the whole upload if that fits one append (RFC 9530). Each append is
   * read into memory for it.
   * @default {none}
   */
  digest?: "sha-256" | "sha-512" | undefined;
  /**
   * The URL of an upload that was created by others. It is resumed, and none is
   * created; `store` is not used.
   * @default {a new upload}
   */
  uploadUrl?: string | URL | undefined;
}
