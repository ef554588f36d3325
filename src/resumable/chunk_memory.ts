import type { Bytes } from "../streams/bytes.ts";

/**
 * Memory for one chunk after another: garbage of this size is collected late.
 * It grows with what is put there, because a chunk may be far from its maximum
 * size.
 */
export class ChunkMemory {
  #bytes: Bytes;

  /** @param size How many bytes there are likely to be. */
  constructor(size = 0) {
    this.#bytes = new Uint8Array(size);
  }

  /**
   * Puts bytes at an offset, up to which there are others.
   *
   * @param maxSize The maximum size of the chunk in bytes.
   */
  put(bytes: Bytes, offset: number, maxSize: number): void {
    const end = offset + bytes.byteLength;
    const { byteLength } = this.#bytes;
    if (end > byteLength) {
      const grown = new Uint8Array(
        Math.max(end, Math.min(2 * byteLength, maxSize)),
      );
      grown.set(this.#bytes.subarray(0, offset));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, offset);
  }

  /** The chunk, as long as no other one is put there. */
  chunk(size: number): Bytes {
    return this.#bytes.subarray(0, size);
  }
}
