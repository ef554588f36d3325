import type { BaseDirectory } from "../files/base_directory.ts";
import type { ByteRange } from "../streams/bytes.ts";
import type { CheckedSourceFunction, PlainSource } from "./upload_source.ts";

/** A source other than a form: bytes, or a function that returns them. */
export type SingleSource = PlainSource | CheckedSourceFunction;

/** What is known of a source before it is opened. */
export interface SourceDescription<Source = SingleSource> {
  /** What to send. */
  readonly source: Source;
  /** The directory of a filename. */
  readonly baseDirectory: BaseDirectory | undefined;
  /** Whether symbolic links may lead out of the base directory. */
  readonly followLinks?: boolean;
  /**
   * In bytes: as stated, or of the memory at the call; undefined if unknown
   * before the source is opened.
   */
  readonly size: number | undefined;
}

/**
 * Open bytes, which can be sent once.
 *
 * @category Protocols
 */
export interface SourceBytes {
  /** The size in bytes; -1 if unknown. */
  readonly size: number;
  /**
   * The bytes, in chunks that are not empty. The stream ends after `size` bytes,
   * or fails with an `UploadError`.
   */
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Whether each chunk has memory of its own, which nothing else uses. */
  readonly ownsChunks?: boolean;
  /**
   * The same bytes, if they are in memory already, for transports that accept
   * them in this form.
   */
  readonly inMemory?: Blob | Uint8Array<ArrayBuffer>;
  /**
   * Opens the pieces that the bytes consist of, such as those of a form. Read
   * either these or `stream`.
   */
  readonly pieces?: readonly OpenBytes[];
}

/**
 * What a source is recognized by, in a later run too.
 *
 * @category Protocols
 */
export interface SourceIdentity {
  /** What tells it from other sources, such as the path of a file. */
  readonly place: string;
  /** What changes with its bytes, such as the time of the last change. */
  readonly version: string;
}

/**
 * Opens bytes.
 *
 * @category Protocols
 */
export type OpenBytes = () => SourceBytes | Promise<SourceBytes>;

/**
 * An open source: its size, and access to its bytes.
 *
 * @category Protocols
 */
export interface OpenSource {
  /** The size in bytes; -1 if unknown. */
  readonly size: number;
  /** Whether it opens more than once, and from any offset. */
  readonly reopens: boolean;
  /** Whether each chunk has memory of its own, in every opening. */
  readonly ownsChunks?: boolean;
  /** The name of a file, without its directories. */
  readonly name?: string | undefined;
  /** Whether it is a form, such as that of `multipart`. */
  readonly isForm?: boolean;
  /**
   * What it is recognized by later; undefined if it cannot be, as a stream. Bytes
   * in memory are hashed for it, up to 64 MiB.
   */
  identify?(): SourceIdentity | Promise<SourceIdentity | undefined> | undefined;
  /**
   * Opens the bytes, or a range of them.
   *
   * @throws {UploadError} `source` if the bytes have changed, or the range is not
   * inside the source.
   */
  open(range?: ByteRange): SourceBytes | Promise<SourceBytes>;
  /** Closes all resources. None is left open when this settles. */
  close(reason: unknown): void | Promise<void>;
}
