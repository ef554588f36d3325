import { ChunkReader } from "../resumable/chunk_reader.ts";
import type { OpenSource } from "../source/source.ts";
import { MAX_PARTS, tooManyParts } from "./part_size.ts";
import { PartMemory } from "./part_memory.ts";
import type { Part, Parts } from "./parts.ts";
import type { PartOptions } from "./range_parts.ts";

/**
 * The parts of a source that opens only from its start. Each is in memory until it
 * is stored.
 */
export class StreamParts implements Parts {
  readonly #source: OpenSource;
  readonly #url: URL;
  readonly #options: PartOptions;
  readonly #isStored: (number: number, size: number) => boolean;
  readonly #memory = new PartMemory();
  #reader: ChunkReader | undefined;
  /** Those of an earlier attempt, or read ahead. */
  #again: Part[] = [];
  /** The number of the last part that was read. */
  #number = 0;
  #isEnd = false;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param isStored Whether the server has a part of that size already. */
  constructor(
    source: OpenSource,
    url: URL,
    options: PartOptions,
    isStored: (number: number, size: number) => boolean,
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
      this.#again = this.#memory.parts;
    });
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
    while (!this.#isEnd) {
      const part = await this.#readPart();
      // A source may have grown since another attempt has read it to its end.
      if (!this.#isStored(part.number, part.size)) return part;
      this.#memory.release(part);
    }
  }

  async #readPart(): Promise<Part> {
    const { partSize, signal } = this.#options;
    if (this.#number === MAX_PARTS) throw tooManyParts(this.#url, partSize);
    const reader = this.#reader ??= new ChunkReader(
      (await this.#source.open()).stream,
    );
    // The first part may be all there is.
    const size = this.#number === 0 ? 0 : partSize;
    const number = this.#number + 1;
    const part = await this.#memory.read(number, size, async (memory) => {
      const { bytes, isEnd } = await reader.read(partSize, signal, memory);
      this.#isEnd = isEnd;
      return bytes;
    });
    this.#number++;
    // The last part needs to be known as such: none that is empty follows.
    this.#isEnd ||= !await reader.hasMore(signal);
    return part;
  }
}
