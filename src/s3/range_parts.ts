import { ChunkReader } from "../resumable/chunk_reader.ts";
import type { OpenSource } from "../source/source.ts";
import { partCount } from "./part_size.ts";
import { PartMemory } from "./part_memory.ts";
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

/** The parts of a source that opens at any offset. */
export class RangeParts implements Parts {
  readonly #source: OpenSource;
  readonly #options: PartOptions;
  readonly #isStored: (number: number) => boolean;
  readonly #memory = new PartMemory();
  #number = 0;

  /** @param isStored Whether the server has a part already. */
  constructor(
    source: OpenSource,
    options: PartOptions,
    isStored: (number: number) => boolean,
  ) {
    this.#source = source;
    this.#options = options;
    this.#isStored = isStored;
  }

  isSingle(): boolean {
    return this.#source.size <= this.#options.partSize;
  }

  async next(): Promise<Part | undefined> {
    const { partSize, inMemory } = this.#options;
    const { size } = this.#source;
    do this.#number++; while (this.#isStored(this.#number));
    const number = this.#number;
    if (number > partCount(size, partSize)) return undefined;
    const start = (number - 1) * partSize;
    const end = Math.min(start + partSize, size);
    const open = () => this.#source.open({ start, end });
    const part = { number, size: end - start, reopens: true, open };
    return inMemory ? await this.#read(part) : part;
  }

  release(part: Part): void {
    this.#memory.release(part);
  }

  #read({ number, size, open }: Part): Promise<Part> {
    return this.#memory.read(number, size, async (memory) => {
      const reader = new ChunkReader((await open()).stream);
      // One byte more than there is, so that the stream is read to its end.
      const { signal } = this.#options;
      return (await reader.read(size + 1, signal, memory)).bytes;
    });
  }
}
