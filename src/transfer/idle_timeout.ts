/** The number of checks within the timeout. */
const TICKS = 10;
/**
 * Bytes that a transport and the system's socket may hold but count as taken.
 */
export const BUFFERED_BYTES = 640 * 1024;
/** The minimum number of bytes for a sample of the rate. */
const MIN_SAMPLE_BYTES = 64 * 1024;
/**
 * Bytes that the socket buffers of both ends may hold on a fast connection
 * (Linux: `tcp_wmem`, `tcp_rmem`).
 */
const SOCKET_BYTES = 4 * 1024 * 1024;
/** The part of a sample that remains after a tick: it spans about a timeout. */
const DECAY = 1 - 1 / TICKS;

/** The traffic that an {@linkcode IdleTimeout} watches. */
export interface Watched {
  /** Whether there was traffic since the last call, or none is expected. */
  hasMoved(): boolean;
  /** Bytes that the transport has taken. */
  readonly bytesTransferred: number;
  /** How long the transport may be sending without reporting progress. */
  readonly hiddenSeconds: number;
  /**
   * Whether the transport waits for the connection, not for the source: all
   * bytes, or some that it has not taken, were passed to it.
   */
  readonly isHeldUp: boolean;
  /**
   * Whether the response has begun, so that no buffer holds bytes of the body.
   */
  readonly hasResponse: boolean;
}

/**
 * Watches for the absence of traffic.
 *
 * It counts ticks instead of reading a clock, so that chunks cost nothing and a
 * changed clock does not matter. Bytes that the transport has taken drain from
 * its buffers unseen. The limit is extended by the time that this takes at the
 * rate of the last seconds.
 */
export class IdleTimeout implements Disposable {
  readonly #watched: Watched;
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  readonly #seconds: number;
  readonly #onIdle: () => void;
  #bytesTransferred = 0;
  #idleTicks = 0;
  /** Ticks since the last movement in which the transport was held up. */
  #heldUpTicks = 0;
  /**
   * The bytes of the last seconds, and the ticks in which they held up the
   * transport.
   */
  #sampleBytes = 0;
  #sampleTicks = 0;

  /**
   * Starts to watch.
   *
   * @param seconds The timeout; 0 disables it.
   * @param onIdle Called once, when no bytes have moved for too long.
   */
  constructor(seconds: number, watched: Watched, onIdle: () => void) {
    this.#watched = watched;
    this.#seconds = seconds;
    this.#onIdle = onIdle;
    if (seconds === 0) return;
    // In workerd a timer ends with the request that started it, so each upload
    // has its own.
    this.#timer = setInterval(() => this.#tick(), seconds * 1000 / TICKS);
  }

  /** Clears the timer. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (this.#watched.isHeldUp) this.#heldUpTicks++;
    this.#idleTicks++;
    if (this.#watched.hasMoved()) {
      this.#sample();
      this.#idleTicks = 0;
      return;
    }
    if (this.#idleTicks < TICKS + this.#drainTicks()) return;
    clearInterval(this.#timer);
    this.#onIdle();
  }

  /**
   * Adds the bytes sent since the last movement to the sample, except for those
   * that fill empty buffers.
   */
  #sample(): void {
    const { bytesTransferred } = this.#watched;
    const drained = (total: number) => Math.max(total - BUFFERED_BYTES, 0);
    const bytes = drained(bytesTransferred) - drained(this.#bytesTransferred);
    const kept = DECAY ** this.#idleTicks;
    this.#sampleBytes = this.#sampleBytes * kept + Math.max(bytes, 0);
    this.#sampleTicks = this.#sampleTicks * kept +
      (bytes > 0 ? this.#heldUpTicks : 0);
    this.#bytesTransferred = bytesTransferred;
    this.#heldUpTicks = 0;
  }

  /** The number of ticks that the buffers may take to drain. */
  #drainTicks(): number {
    const { bytesTransferred, hiddenSeconds, isHeldUp, hasResponse } =
      this.#watched;
    if (hasResponse) return 0;
    const hiddenTicks = hiddenSeconds / this.#seconds * TICKS;
    // A fast start fills the socket buffers, and their rate is not visible.
    const socketTicks = isHeldUp && bytesTransferred > SOCKET_BYTES ? TICKS : 0;
    const sampleTicks = bytesTransferred > BUFFERED_BYTES
      ? this.#sampleTicks * BUFFERED_BYTES /
        Math.max(this.#sampleBytes, MIN_SAMPLE_BYTES)
      : 0;
    return Math.ceil(Math.max(hiddenTicks, socketTicks, sampleTicks));
  }
}
