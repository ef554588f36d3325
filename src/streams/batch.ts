import { type Bytes, toBytes } from "./bytes.ts";
import { MIN_CHUNK } from "./chunk_size.ts";

/** The size from which copying a chunk costs more than passing it on alone. */
const SMALL_CHUNK = 8 * 1024;

/** Joins small chunks into one of up to 64 KiB, or holds a single larger one. */
export class Batch {
  #buffer: Bytes = new Uint8Array();
  #length = 0;
  #isSingle = false;

  /** Whether it has no bytes. */
  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Whether no chunk can be added. */
  get isFull(): boolean {
    return this.#isSingle || this.#length >= MIN_CHUNK;
  }

  /** All its bytes; undefined if there are none. */
  get bytes(): Bytes | undefined {
    return this.isEmpty ? undefined : this.#buffer.subarray(0, this.#length);
  }

  /** Whether a chunk can be added. */
  fits({ byteLength }: Uint8Array): boolean {
    return this.isEmpty || !this.#isSingle && byteLength < SMALL_CHUNK &&
        this.#length + byteLength <= MIN_CHUNK;
  }

  /**
   * Adds a chunk.
   *
   * @param isReused Whether its memory changes later, so that even a single
   * chunk is copied.
   */
  add(chunk: Uint8Array, isReused: boolean): void {
    if (this.isEmpty) {
      this.#buffer = isReused ? new Uint8Array(chunk) : toBytes(chunk);
      this.#isSingle = chunk.byteLength >= SMALL_CHUNK;
    } else {
      this.#reserve();
      this.#buffer.set(chunk, this.#length);
    }
    this.#length += chunk.byteLength;
  }

  /**
   * Makes room for more chunks, on demand: most batches have a single chunk,
   * which is not copied.
   */
  #reserve(): void {
    if (this.#buffer.byteLength >= MIN_CHUNK) return;
    const larger = new Uint8Array(MIN_CHUNK);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }
}
