/** For how long the event loop may stand still, in ms. */
const MAX_MS = 5;

/** The clock is read once in so many chunks, for it costs as much as a small one. */
const CHUNKS = 8;

/** Kept from the start: a program that fakes timers must not stop its uploads. */
const { setTimeout, clearTimeout } = globalThis;

/**
 * A turn of the event loop that a source must leave room for. A source that
 * gives chunk after chunk and never waits would keep timers from firing, and
 * then neither a timeout nor `cancel()` could end it.
 *
 * It is waited for only if it is late, so a source that waits by itself is
 * never held up.
 */
export class Turn {
  #coming: Promise<void> | undefined;
  #since = 0;
  #chunks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end = () => {};

  /** Asked before each chunk: what to wait for; undefined as long as the event loop turns by itself. */
  late(): Promise<void> | undefined {
    if (++this.#chunks % CHUNKS !== 0) return undefined;
    const now = performance.now();
    if (this.#coming === undefined) {
      this.#since = now;
      this.#coming = new Promise((resolve) => {
        this.#end = () => {
          this.#coming = undefined;
          resolve();
        };
        this.#timer = setTimeout(this.#end, 0);
      });
    }
    return now - this.#since > MAX_MS ? this.#coming : undefined;
  }

  /** Frees the timer, and ends the wait for it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#end();
  }
}
