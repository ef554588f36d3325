import { RangeChunks } from "../resumable/range_chunks.ts";
import type { OpenSource } from "../source/source.ts";
import { partCount } from "./part_size.ts";
import type { Part, Parts } from "./parts.ts";

/** What the parts of a source are like. */
export interface PartOptions {
  /** Of all parts but the last, in bytes. */
  readonly partSize: number;
  /** Whether parts are read into memory. */
  readonly inMemory: boolean;
  /** Aborts when the upload is cancelled. */
  readonly signal: AbortSignal;
}

/** The parts of a source that opens at any offset. They are not read ahead. */
export class RangeParts implements Parts {
  readonly #chunks: RangeChunks;
  readonly #partSize: number;
  readonly #size: number;
  readonly #isStored: (number: number) => boolean;
  #number = 0;

  /** @param isStored Whether the server has a part already. */
  constructor(
    source: OpenSource,
    { partSize, inMemory, signal }: PartOptions,
    isStored: (number: number) => boolean,
  ) {
    this.#partSize = partSize;
    this.#size = source.size;
    this.#isStored = isStored;
    this.#chunks = new RangeChunks(source, { start: 0, end: source.size }, {
      chunkSize: partSize,
      inMemory,
      signal,
    });
  }

  isSingle(): boolean {
    return this.#size <= this.#partSize;
  }

  async next(): Promise<Part | undefined> {
    const count = partCount(this.#size, this.#partSize);
    do this.#number++; while (this.#isStored(this.#number));
    const number = this.#number;
    if (number > count) return undefined;
    const chunk = await this.#chunks.at((number - 1) * this.#partSize);
    return { ...chunk, number };
  }

  release(): void {}
}
