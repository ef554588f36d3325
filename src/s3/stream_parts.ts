import { ChunkReader } from "../resumable/chunk_reader.ts";
import { reusedBytes } from "../source/memory_source.ts";
import type { OpenSource } from "../source/source.ts";
import type { Bytes } from "../streams/bytes.ts";
import { MAX_PARTS, tooManyParts } from "./part_size.ts";
import type { Part, Parts } from "./parts.ts";
import type { PartOptions } from "./range_parts.ts";

/**
 * The parts of a source that opens only from its start. Each is in memory until it
 * is stored. For another attempt, a source that reopens has new ones, and one that
 * opens once keeps these.
 */
export class StreamParts implements Parts {
  readonly #source: OpenSource;
  readonly #url: URL;
  readonly #options: PartOptions;
  readonly #isStored: (number: number) => boolean;
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
  #isEnd = false;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param isStored Whether the server has a part already. */
  constructor(
    source: OpenSource,
    url: URL,
    options: PartOptions,
    isStored: (number: number) => boolean,
  ) {
    this.#source = source;
    this.#url = url;
    this.#options = options;
    this.#isStored = isStored;
  }

  /**
   * Returns the parts that are not stored once more, in another attempt. The last
   * one may still be read when it begins.
   */
  restart(): void {
    this.#turn = this.#turn.then(() => {
      this.#again = [...this.#taken.keys()];
    });
  }

  async isSingle(): Promise<boolean> {
    await this.#turn;
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
    while (!this.#isEnd) {
      const memory = this.#free.pop() ??
        new Uint8Array(this.#options.partSize);
      const bytes = await this.#fill(memory);
      const number = ++this.#number;
      if (this.#isStored(number)) {
        this.#free.push(memory);
        continue;
      }
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
  }

  /** Reads a part into memory, and the first byte of the next one. */
  async #fill(memory: Bytes): Promise<Bytes> {
    const { partSize, signal } = this.#options;
    if (this.#number === MAX_PARTS) throw tooManyParts(this.#url, partSize);
    const reader = this.#reader ??= new ChunkReader(
      (await this.#source.open()).stream,
    );
    const start = this.#peeked.byteLength;
    memory.set(this.#peeked);
    const rest = memory.subarray(start);
    const read = await reader.read(partSize - start, signal, rest);
    this.#peeked = read.isEnd
      ? new Uint8Array()
      : (await reader.read(1, signal)).bytes;
    this.#isEnd = this.#peeked.byteLength === 0;
    return memory.subarray(0, start + read.bytes.byteLength);
  }
}
