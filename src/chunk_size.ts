/** The smallest chunk but the last, in bytes. */
export const SMALLEST_CHUNK = 64 * 1024;
/** The largest chunk, in bytes. */
export const LARGEST_CHUNK = 1024 * 1024;
const FAST_MS = 20;
const SLOW_MS = 100;

/**
 * How many bytes the next chunk should have. Chunks start at 64 KiB, double up to 1 MiB while
 * they are taken fast (large chunks are what makes a fast line fast), and halve again while
 * they are taken slowly (small chunks are what makes a slow line's progress smooth).
 */
export class ChunkSize {
  #bytes = SMALLEST_CHUNK;
  #askedAt: number | undefined;

  /** @param now The time in ms at which the chunk is asked for. */
  next(now: number = performance.now()): number {
    if (this.#askedAt !== undefined) {
      const taken = now - this.#askedAt;
      if (taken < FAST_MS) {
        this.#bytes = Math.min(this.#bytes * 2, LARGEST_CHUNK);
      } else if (taken > SLOW_MS) {
        this.#bytes = Math.max(this.#bytes / 2, SMALLEST_CHUNK);
      }
    }
    this.#askedAt = now;
    return this.#bytes;
  }
}
