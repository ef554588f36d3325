import type { BaseDirectory } from "../files/base_directory.ts";
import type { ByteRange } from "../streams/bytes.ts";
import type { FindSource, PlainSource } from "./upload_source.ts";

/** A source that is no form: bytes, or a function that finds them. */
export type SingleSource = PlainSource | FindSource;

/** What is known of a source before it is opened. */
export interface SourceDescription<Source = SingleSource> {
  /** What to send. */
  readonly source: Source;
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
  /**
   * Opens the pieces that the bytes consist of, such as those of a form. What
   * collects them reads either these or `stream`.
   */
  readonly pieces?: readonly OpenBytes[];
}

/** Opens bytes. */
export type OpenBytes = () => SourceBytes | Promise<SourceBytes>;

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
  /** Whether each chunk has its own memory, however it is opened. */
  readonly ownsChunks?: boolean;
  /**
   * Opens the bytes, or a range of them.
   *
   * @throws {UploadError} `source` if they are no longer what they were, or if
   * the range is not inside the source.
   */
  open(range?: ByteRange): SourceBytes | Promise<SourceBytes>;
  /** Closes what it holds. Nothing of it is left when this settles. */
  close(reason: unknown): void | Promise<void>;
}
