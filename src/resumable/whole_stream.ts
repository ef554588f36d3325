import type { OpenSource, SourceBytes } from "../source/source.ts";
import type { Bytes } from "../streams/bytes.ts";
import type { Chunk, Chunks } from "./chunk.ts";
import { chunkOf } from "./range_chunks.ts";
import { beyondEnd, unreachable } from "./stream_chunks.ts";

/**
 * A source that opens once, or only from its start, as a single chunk that is
 * sent as it comes.
 */
export class WholeStream implements Chunks {
  readonly #source: OpenSource;
  #isOpen = false;
  /** How many bytes it has given. */
  #passed = 0;
  /** Whether those are all. */
  #isEnd = false;

  constructor(source: OpenSource) {
    this.#source = source;
  }

  get total(): number | undefined {
    if (this.#source.size >= 0) return this.#source.size;
    return this.#isEnd ? this.#passed : undefined;
  }

  reaches(offset: number): boolean {
    if (this.#source.reopens) return true;
    return this.#isOpen ? this.#isAll(offset) : offset === 0;
  }

  at(offset: number): Chunk {
    if (!this.reaches(offset)) throw unreachable(offset);
    if (this.#isAll(offset)) return chunkOf(new Uint8Array());
    const { size, reopens } = this.#source;
    return {
      size: size < 0 ? size : size - offset,
      reopens,
      open: () => this.#open(offset),
    };
  }

  #isAll(offset: number): boolean {
    return this.#isEnd && offset === this.#passed;
  }

  async #open(offset: number): Promise<SourceBytes> {
    this.#isOpen = true;
    const { size, stream } = await this.#source.open();
    this.#passed = 0;
    this.#isEnd = false;
    const counter = new TransformStream<Bytes, Bytes>({
      transform: (chunk, controller) => {
        const rest = chunk.subarray(Math.max(offset - this.#passed, 0));
        this.#passed += chunk.byteLength;
        if (rest.byteLength > 0) controller.enqueue(rest);
      },
      flush: () => {
        if (offset > this.#passed) throw beyondEnd(offset, this.#passed);
        this.#isEnd = true;
      },
    });
    return {
      size: size < 0 ? size : size - offset,
      stream: stream.pipeThrough(counter),
    };
  }
}
