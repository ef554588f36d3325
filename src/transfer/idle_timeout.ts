/** How many times within the timeout the clock looks whether a byte has moved. */
const TICKS = 10;
/** What a transport and the system's socket may hold of bytes that count as taken. */
const BUFFERED_BYTES = 640 * 1024;
/** Less than this many bytes tells no rate. */
const FEWEST_BYTES = 64 * 1024;

/** What an {@linkcode IdleTimeout} looks at, and whom it tells. */
export interface Line {
  /** Whether the transport has bytes at hand that it has not taken: it waits for the line, else for the source. */
  isHeldUp(): boolean;
  /** Called once, when no byte has moved for too long. */
  onIdle(): void;
}

/**
 * Tells when no byte has moved for a while.
 *
 * It counts ticks instead of reading a clock, so neither a chunk nor a clock that is set costs
 * or breaks anything. Bytes that the transport has taken still drain from its buffers when
 * nothing more is asked for; how long that may take is told by the rate seen while the line was
 * the one to be waited for, and the bound is that much longer.
 */
export class IdleTimeout implements Disposable {
  readonly #line: Line;
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  /** How many ticks the transport was held up, and how many of them before the last movement. */
  #heldUpTicks = 0;
  #busyTicks = 0;
  #idleTicks = 0;
  #sent = 0;
  #draining = true;

  /**
   * @param seconds How long no byte may move; 0 for no bound.
   * @param line What it looks at, and tells.
   */
  constructor(seconds: number, line: Line) {
    this.#line = line;
    if (seconds === 0) return;
    const tick = seconds * 1000 / TICKS;
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
    this.#busyTicks = this.#heldUpTicks;
  }

  #tick(): void {
    if (this.#line.isHeldUp()) this.#heldUpTicks++;
    if (++this.#idleTicks < TICKS + this.#drainTicks()) return;
    clearInterval(this.#timer);
    this.#line.onIdle();
  }

  /** How many ticks the buffers need to drain, at the rate at which they did until the last movement. */
  #drainTicks(): number {
    const drained = this.#sent - BUFFERED_BYTES;
    if (!this.#draining || drained <= 0) return 0;
    return Math.ceil(
      this.#busyTicks * BUFFERED_BYTES / Math.max(drained, FEWEST_BYTES),
    );
  }
}
