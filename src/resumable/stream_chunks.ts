import { UploadError } from "../errors/upload_error.ts";
import type { OpenSource } from "../source/source.ts";
import { type Bytes, concat } from "../streams/bytes.ts";
import type { Chunk, Chunks } from "./chunk.ts";
import { ChunkMemory } from "./chunk_memory.ts";
import { ChunkReader } from "./chunk_reader.ts";
import { chunkOf, type ChunkOptions } from "./range_chunks.ts";

/**
 * The chunks of a source that opens once, or only from its start. The last one
 * is kept in memory, so that it can be sent again.
 */
export class StreamChunks implements Chunks {
  readonly #source: OpenSource;
  readonly #options: ChunkOptions;
  #reader: ChunkReader | undefined;
  /** The last chunk, and where it starts. */
  #last: Bytes = new Uint8Array();
  #start = 0;
  #memory = new ChunkMemory();
  #isEnd = false;

  constructor(source: OpenSource, options: ChunkOptions) {
    this.#source = source;
    this.#options = options;
  }

  get total(): number | undefined {
    if (this.#source.size >= 0) return this.#source.size;
    return this.#isEnd ? this.#end : undefined;
  }

  reaches(offset: number): boolean {
    return this.#source.reopens ||
      this.#start <= offset && offset <= this.#end;
  }

  async at(offset: number): Promise<Chunk> {
    if (!this.reaches(offset)) throw unreachable(offset);
    if (offset < this.#start) this.#rewind();
    const { minSize = 0 } = this.#options;
    while (this.#end - offset < Math.max(minSize, 1) && !this.#isAll) {
      await this.#next(offset);
    }
    if (offset > this.#end) throw beyondEnd(offset, this.#end);
    const from = offset - this.#start;
    // What was read for a chunk that was too large is sent in several.
    const bytes = this.#last.subarray(from, from + this.#options.chunkSize);
    return chunkOf(bytes);
  }

  get #end(): number {
    return this.#start + this.#last.byteLength;
  }

  /** Whether the source has no more. */
  get #isAll(): boolean {
    return this.#isEnd || this.#end === this.#source.size;
  }

  /** Reads more, and keeps what was read from an offset on. */
  async #next(offset: number): Promise<void> {
    const { chunkSize, signal } = this.#options;
    const start = Math.min(offset, this.#end);
    const left = this.#source.size < 0
      ? Infinity
      : this.#source.size - this.#end;
    const size = Math.min(chunkSize, left);
    // The memory of the last chunk is overwritten, even by a read that fails.
    const rest = this.#last.slice(start - this.#start);
    this.#last = rest;
    this.#start = start;
    this.#reader ??= new ChunkReader((await this.#source.open()).stream);
    const { bytes, isEnd } = await this.#reader.read(
      size,
      signal,
      this.#memory,
    );
    this.#last = rest.byteLength === 0 ? bytes : concat([rest, bytes]);
    this.#isEnd = isEnd;
  }

  #rewind(): void {
    this.#reader = undefined;
    // A read of the stream before may not have ended.
    this.#memory = new ChunkMemory();
    this.#last = new Uint8Array();
    this.#start = 0;
    this.#isEnd = false;
  }
}

/** The error for an offset of the server that a source does not have. */
export function beyondEnd(offset: number, size: number): UploadError {
  return new UploadError(
    "source",
    `Cannot send the source from byte ${offset} on: it has ${size} bytes`,
    { hint: "pass the source that the upload was begun with" },
  );
}

/** The error for bytes of a stream that are gone. */
export function unreachable(offset: number): UploadError {
  return new UploadError(
    "source",
    `Cannot send the source again from byte ${offset} on: it is a stream`,
    {
      hint:
        "set 'chunkSize', so that chunks are kept until they are stored, or pass a function that opens the source",
    },
  );
}
