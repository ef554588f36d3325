import { ChunkMemory } from "../resumable/chunk_memory.ts";
import { ChunkReader } from "../resumable/chunk_reader.ts";
import type { OpenSource } from "../source/source.ts";
import { MAX_PARTS, tooManyParts } from "./part_size.ts";
import { PartMemory } from "./part_memory.ts";
import type { Part, Parts } from "./parts.ts";
import type { PartOptions } from "./range_parts.ts";

const SKIPPED_BYTES = 64 * 1024;

/**
 * The parts of a source that opens only from its start. Each is in memory until it
 * is stored.
 */
export class StreamParts implements Parts {
  readonly #source: OpenSource;
  readonly #url: URL;
  readonly #options: PartOptions;
  readonly #memory = new PartMemory();
  #reader: ChunkReader | undefined;
  /** Those of an earlier attempt, or read ahead. */
  #again: Part[] = [];
  /** The number of the last part that was read. */
  #number = 0;
  /** How many bytes were read. */
  #position = 0;
  #isEnd = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(source: OpenSource, url: URL, options: PartOptions) {
    this.#source = source;
    this.#url = url;
    this.#options = options;
  }

  /** Returns the parts that are not stored once more, in another attempt. */
  restart(): void {
    this.#again = this.#memory.parts;
    // What opens again is cancelled after each attempt.
    if (this.#source.reopens) this.#reader = undefined;
  }

  async isSingle(): Promise<boolean> {
    if (this.#number === 0) {
      const first = await this.next();
      if (first !== undefined) this.#again.unshift(first);
    }
    return this.#number === 1 && this.#isEnd;
  }

  next(): Promise<Part | undefined> {
    const turn = this.#turn.then(() => this.#again.shift() ?? this.#read());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  release(part: Part): void {
    this.#memory.release(part);
  }

  async #read(): Promise<Part | undefined> {
    if (this.#isEnd) return undefined;
    const { partSize, signal } = this.#options;
    if (this.#number === MAX_PARTS) throw tooManyParts(this.#url, partSize);
    const reader = this.#reader ??= await this.#open();
    const part = await this.#memory.read(this.#number + 1, async (memory) => {
      const { bytes, isEnd } = await reader.read(partSize, signal, memory);
      this.#isEnd = isEnd;
      return bytes;
    });
    this.#number++;
    this.#position += part.size;
    // The last part needs to be known as such: none that is empty follows.
    this.#isEnd ||= !await reader.hasMore(signal);
    return part;
  }

  /** Opens the source where the last read stopped. */
  async #open(): Promise<ChunkReader> {
    const { signal } = this.#options;
    const reader = new ChunkReader((await this.#source.open()).stream);
    const memory = new ChunkMemory();
    for (let left = this.#position; left > 0;) {
      const size = Math.min(left, SKIPPED_BYTES);
      const { bytes } = await reader.read(size, signal, memory);
      if (bytes.byteLength === 0) break;
      left -= bytes.byteLength;
    }
    return reader;
  }
}
