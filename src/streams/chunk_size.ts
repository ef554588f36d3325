/** The smallest chunk but the last, in bytes. */
export const MIN_CHUNK = 64 * 1024;
/** The largest chunk, in bytes. */
export const MAX_CHUNK = 1024 * 1024;
/** The time in ms that sending a chunk should take. */
const TARGET_CHUNK_MS = 7;
/** The bytes over which the rate is measured: more than buffers hold. */
const SPAN_BYTES = 2 * 1024 * 1024;
/** The maximum time over which it is measured, in ms. */
const SPAN_MS = 1000;

/**
 * Adapts the size of chunks to the connection: what it takes in 7 ms, between 64
 * KiB and 1 MiB. Large chunks keep a fast connection fast, and small ones make
 * the progress of a slow connection smooth.
 *
 * Transports take a megabyte at once and then nothing for a while, so the rate
 * is measured over many chunks.
 */
export class ChunkSize {
  #bytes = MIN_CHUNK;
  #spanBytes = 0;
  #spanStart: number | undefined;

  /**
   * The size of the next chunk in bytes.
   *
   * @param now The current time in ms.
   */
  next(now: number = performance.now()): number {
    this.#spanStart ??= now;
    const ms = now - this.#spanStart;
    if (this.#spanBytes >= SPAN_BYTES || ms >= SPAN_MS) {
      const fits = this.#spanBytes / ms * TARGET_CHUNK_MS;
      const rounded = Math.floor(fits / MIN_CHUNK) * MIN_CHUNK;
      this.#bytes = Math.min(Math.max(rounded, MIN_CHUNK), MAX_CHUNK);
      this.#spanBytes = 0;
      this.#spanStart = now;
    }
    this.#spanBytes += this.#bytes;
    return this.#bytes;
  }
}
