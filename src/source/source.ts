import type { BaseDirectory } from "../files/base_directory.ts";
import type { ByteRange } from "../streams/bytes.ts";
import type { UploadSource } from "./upload_source.ts";

/** What is known of a source before it is opened. */
export interface SourceDescription {
  /** What to send. */
  readonly source: UploadSource;
  /** The directory of a filename. */
  readonly baseDirectory: BaseDirectory | undefined;
  /** Whether symbolic links may lead out of the base directory. */
  readonly followLinks?: boolean;
  /** Bytes, as stated by the caller, or as they are in memory at the call. */
  readonly size: number | undefined;
}

/**
 * Bytes that are ready to be sent, once.
 *
 * @category Protocols
 */
export interface SourceBytes {
  /** In bytes; -1 if it is not known. */
  readonly size: number;
  /**
   * The bytes, in chunks that are not empty. They end at `size`, or with an
   * `UploadError`.
   */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Whether each chunk has its own memory, which nothing else uses. */
  readonly ownsChunks?: boolean;
  /**
   * The same bytes if they are in memory already, for transports that take them
   * so.
   */
  readonly inMemory?: Blob | Uint8Array<ArrayBuffer>;
}

/**
 * An open source: its size, and its bytes as often as they are needed.
 *
 * @category Protocols
 */
export interface OpenSource {
  /** In bytes; -1 if it is not known. */
  readonly size: number;
  /** Whether it opens more than once, and from any offset. */
  readonly reopens: boolean;
  /**
   * Opens the bytes, or a range of them.
   *
   * @throws {UploadError} `source` if they are no longer what they were.
   */
  open(range?: ByteRange): SourceBytes | Promise<SourceBytes>;
  /** Closes what it holds. Nothing of it is left when this settles. */
  close(reason: unknown): void | Promise<void>;
}
