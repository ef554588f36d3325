/** The maximum time without a turn of the event loop, in ms. */
const MAX_MS = 5;

/**
 * How many chunks pass between two looks at the clock. Reading it costs as much
 * as a small chunk.
 */
const CHUNKS = 8;

/**
 * Saved at import, so that a program with fake timers does not stop its uploads.
 */
const { setTimeout, clearTimeout } = globalThis;

/**
 * Lets the event loop turn. A source that yields chunk after chunk without
 * waiting would keep timers from firing, so that neither a timeout nor
 * `cancel()` could end it.
 *
 * Only a late turn is awaited, so a source that waits by itself is not delayed.
 */
export class Turn {
  #coming: Promise<void> | undefined;
  #since = 0;
  #chunks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #end = () => {};

  /**
   * The turn to wait for before the next chunk; undefined while the event loop
   * turns by itself.
   */
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

  /** Clears the timer, and ends the wait for it. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#end();
  }
}
