import { ChunkReader } from "../resumable/chunk_reader.ts";
import { reusedBytes } from "../source/memory_source.ts";
import type { OpenSource } from "../source/source.ts";
import type { Bytes } from "../streams/bytes.ts";
import { MAX_PARTS, tooManyParts } from "./part_size.ts";
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
  #reader: ChunkReader | undefined;
  /** Those that were taken, but are not stored yet. */
  readonly #taken = new Map<Part, Bytes>();
  /** Those of an earlier attempt. */
  #again: Part[] = [];
  /** Memory of stored parts. */
  readonly #free: Bytes[] = [];
  /** The first byte of the next part: the last part needs to be known as such. */
  #peeked: Bytes = new Uint8Array();
  /** The number of the last part that was read. */
  #number = 0;
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
    this.#again = [...this.#taken.keys()];
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
    const memory = this.#taken.get(part);
    if (memory !== undefined) this.#free.push(memory);
    this.#taken.delete(part);
  }

  async #read(): Promise<Part | undefined> {
    if (this.#isEnd) return undefined;
    const { partSize, signal } = this.#options;
    if (this.#number === MAX_PARTS) throw tooManyParts(this.#url, partSize);
    const reader = this.#reader ??= await this.#open();
    const memory = this.#free.pop() ?? new Uint8Array(partSize);
    const start = this.#peeked.byteLength;
    memory.set(this.#peeked);
    const rest = memory.subarray(start);
    const read = await reader.read(partSize - start, signal, rest);
    const bytes = memory.subarray(0, start + read.bytes.byteLength);
    this.#peeked = read.isEnd
      ? new Uint8Array()
      : (await reader.read(1, signal)).bytes;
    this.#isEnd = this.#peeked.byteLength === 0;
    this.#position += read.bytes.byteLength + this.#peeked.byteLength;
    const number = ++this.#number;
    const part: Part = {
      number,
      size: bytes.byteLength,
      reopens: true,
      open: () => reusedBytes(bytes),
      bytes,
    };
    this.#taken.set(part, memory);
    return part;
  }

  /** Opens the source where the last read stopped. */
  async #open(): Promise<ChunkReader> {
    const { signal } = this.#options;
    const reader = new ChunkReader((await this.#source.open()).stream);
    const memory = new Uint8Array(SKIPPED_BYTES);
    for (let left = this.#position; left > 0;) {
      const { bytes } = await reader.read(
        Math.min(left, SKIPPED_BYTES),
        signal,
        memory,
      );
      if (bytes.byteLength === 0) break;
      left -= bytes.byteLength;
    }
    return reader;
  }
}
