import { reusedBytes } from "../source/memory_source.ts";
import type { OpenSource } from "../source/source.ts";
import type { ByteRange, Bytes } from "../streams/bytes.ts";
import type { Chunk, Chunks } from "./chunk.ts";
import { ChunkMemory } from "./chunk_memory.ts";
import { ChunkReader } from "./chunk_reader.ts";

/** How a source is cut into chunks. */
export interface ChunkOptions {
  /**
   * The maximum size of a chunk in bytes; Infinity for a single one. It may
   * become smaller in the course of the upload.
   */
  readonly chunkSize: number;
  /**
   * The size in bytes that a chunk has at least, except the last one. A chunk of
   * a stream that was stored in part is filled up to it.
   * @default {0}
   */
  readonly minSize?: number;
  /** Whether chunks are read into memory. */
  readonly inMemory: boolean;
  /** Aborts when the upload is cancelled. */
  readonly signal: AbortSignal;
}

/** The chunks of a range of a source that opens at any offset. */
export class RangeChunks implements Chunks {
  readonly total: number;
  readonly #source: OpenSource;
  readonly #range: ByteRange;
  readonly #options: ChunkOptions;
  readonly #memory = new ChunkMemory();

  constructor(source: OpenSource, range: ByteRange, options: ChunkOptions) {
    this.total = range.end - range.start;
    this.#source = source;
    this.#range = range;
    this.#options = options;
  }

  reaches(): boolean {
    return true;
  }

  at(offset: number): Chunk | Promise<Chunk> {
    const { chunkSize, inMemory } = this.#options;
    const start = this.#range.start + offset;
    const end = Math.min(start + chunkSize, this.#range.end);
    const open = () => this.#source.open({ start, end });
    const chunk = { size: end - start, reopens: true, open };
    return inMemory ? this.#read(chunk) : chunk;
  }

  async #read({ size, open }: Chunk): Promise<Chunk> {
    const reader = new ChunkReader((await open()).stream);
    // One byte more than there is, so that the stream is read to its end.
    const { signal } = this.#options;
    const { bytes } = await reader.read(size + 1, signal, this.#memory);
    return chunkOf(bytes);
  }
}

/** A chunk in memory that is used for others later. */
export function chunkOf(bytes: Bytes): Chunk {
  const open = () => reusedBytes(bytes);
  return { size: bytes.byteLength, reopens: true, open, bytes };
}
