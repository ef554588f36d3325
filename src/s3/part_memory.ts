import type { Bytes } from "../streams/bytes.ts";
import { ChunkMemory } from "../resumable/chunk_memory.ts";
import { chunkOf } from "../resumable/range_chunks.ts";
import type { Part } from "./parts.ts";

/** The memory of parts, which is used for others once they are stored. */
export class PartMemory {
  readonly #taken = new Map<Part, ChunkMemory>();
  readonly #free: ChunkMemory[] = [];

  /** The parts that have memory, in the order in which they were taken. */
  get parts(): Part[] {
    return [...this.#taken.keys()];
  }

  /**
   * Reads a part.
   *
   * @param size How many bytes it is likely to have.
   * @param read Fills the memory, and returns the bytes in it.
   */
  async read(
    number: number,
    size: number,
    read: (memory: ChunkMemory) => Promise<Bytes>,
  ): Promise<Part> {
    const memory = this.#free.pop() ?? new ChunkMemory(size);
    const part: Part = { ...chunkOf(await read(memory)), number };
    this.#taken.set(part, memory);
    return part;
  }

  /** Releases the memory of a part. */
  release(part: Part): void {
    const memory = this.#taken.get(part);
    if (memory !== undefined) this.#free.push(memory);
    this.#taken.delete(part);
  }
}
