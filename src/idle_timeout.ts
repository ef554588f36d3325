/** How many times within the timeout the clock looks whether a byte has moved. */
const TICKS = 10;
/** What a transport and the system's socket may hold of bytes that count as taken. */
const BUFFERED_BYTES = 640 * 1024;
/** Less than this many bytes tells no rate. */
const FEWEST_BYTES = 64 * 1024;
/** `setTimeout` takes no longer delay than this. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Tells when no byte has moved for a while.
 *
 * It counts ticks instead of reading a clock, so neither a chunk nor a clock that is set costs
 * or breaks anything. Bytes that the transport has taken still drain from its buffers when
 * nothing more is asked for; how long that may take is told by the rate seen so far, and the
 * bound is that much longer.
 */
export class IdleTimeout implements Disposable {
  readonly #onIdle: () => void;
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #ticks = 0;
  #idleTicks = 0;
  #sent = 0;
  #draining = true;

  /**
   * @param seconds How long no byte may move; 0 for no bound.
   * @param onIdle Called once, when no byte has moved for too long.
   */
  constructor(seconds: number, onIdle: () => void) {
    this.#onIdle = onIdle;
    if (seconds === 0) return;
    const tick = Math.min(seconds * 1000 / TICKS, LONGEST_MS);
    // Not one for all uploads: in workerd it would end with the request that started it.
    this.#timer = setInterval(() => this.#tick(), tick);
  }

  /** More of the body was taken: this many bytes in all. */
  sent(total: number): void {
    this.#sent = total;
    this.#draining = true;
    this.#moved();
  }

  /** Bytes of the answer came, so nothing of the body is left in a buffer. */
  received(): void {
    this.#draining = false;
    this.#moved();
  }

  /** Frees the timer. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  /** The tick under way does not count as idle: it may be over at once. */
  #moved(): void {
    this.#idleTicks = -1;
  }

  #tick(): void {
    this.#ticks++;
    if (++this.#idleTicks < TICKS + this.#drainTicks()) return;
    clearInterval(this.#timer);
    this.#onIdle();
  }

  /** How many ticks the buffers need to drain, at the rate at which they did until the last movement. */
  #drainTicks(): number {
    const drained = this.#sent - BUFFERED_BYTES;
    if (!this.#draining || drained <= 0) return 0;
    const busyTicks = this.#ticks - this.#idleTicks - 1;
    return Math.ceil(
      busyTicks * BUFFERED_BYTES / Math.max(drained, FEWEST_BYTES),
    );
  }
}
