/** The smallest chunk but the last, in bytes. */
export const MIN_CHUNK = 64 * 1024;
/** The largest chunk, in bytes. */
export const MAX_CHUNK = 1024 * 1024;
/** How long a chunk should take. */
const TARGET_CHUNK_MS = 7;
/** Over how much the rate is measured: more than the buffers between here and the line take at once. */
const SPAN_BYTES = 2 * 1024 * 1024;
/** And for how long at the most, on a line that needs longer for that. */
const SPAN_MS = 1000;

/**
 * How many bytes the next chunk should have: what the line takes in 7 ms, between 64 KiB and
 * 1 MiB. Large chunks are what makes a fast line fast, small ones what makes a slow line's
 * progress smooth.
 *
 * The time that one chunk takes tells nothing: transports take a megabyte at once, and then
 * nothing for a while. So the rate is that of a span of many chunks.
 */
export class ChunkSize {
  #bytes = MIN_CHUNK;
  #spanBytes = 0;
  #spanStart: number | undefined;

  /** @param now The time in ms at which the chunk is asked for. */
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
