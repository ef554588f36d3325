import type { SourceBytes } from "../source/source.ts";
import type { Bytes } from "../streams/bytes.ts";

/** Bytes of a source for one request. */
export interface Chunk {
  /** In bytes; -1 if it is not known before they are sent. */
  readonly size: number;
  /** Whether `open` may be called again. */
  readonly reopens: boolean;
  open(): SourceBytes | Promise<SourceBytes>;
  /** The bytes, if they are in memory. */
  readonly bytes?: Bytes;
}

/** The chunks of a source, or of a part of it. */
export interface Chunks {
  /** The size of all of them; undefined as long as it is not known. */
  readonly total: number | undefined;
  /** Whether there is a chunk at an offset. */
  reaches(offset: number): boolean;
  /**
   * The chunk at an offset.
   *
   * @throws {UploadError} `source` if it is not reached.
   */
  at(offset: number): Chunk | Promise<Chunk>;
}
