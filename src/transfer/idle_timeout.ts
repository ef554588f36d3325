/** How many times within the timeout movements are checked. */
const TICKS = 10;
/**
 * Bytes that a transport and the system's socket may hold, yet count as taken.
 */
export const BUFFERED_BYTES = 640 * 1024;
/** Fewer bytes than this are no sample of a rate. */
const MIN_SAMPLE_BYTES = 64 * 1024;
/**
 * Bytes that the socket buffers of both ends may hold on a fast connection
 * (Linux: `tcp_wmem`, `tcp_rmem`).
 */
const SOCKET_BYTES = 4 * 1024 * 1024;
/** What remains of a sample after a tick: it spans about a timeout. */
const DECAY = 1 - 1 / TICKS;
/** The slowest supported connection if no progress is visible: 128 kbit/s. */
const MIN_BYTES_PER_SECOND = 16_000;

/** What an {@linkcode IdleTimeout} watches. */
export interface Watched {
  /** Changes whenever a byte moves, either way. */
  readonly movements: number;
  /** Changes whenever a byte of any upload moves to or from the same server. */
  readonly trafficMovements: number;
  /** Bytes that the transport has taken. */
  readonly bytesTransferred: number;
  /** Bytes that the transport may be sending without showing it. */
  readonly hiddenBytes: number;
  /**
   * Whether the transport has yet to send a first byte, perhaps because all
   * connections are in use.
   */
  readonly isWaiting: boolean;
  /**
   * Whether the transport waits for the connection, not for the source: it has
   * all bytes, or some that it has not taken.
   */
  readonly isHeldUp: boolean;
  /**
   * Whether the transport waits because the upload limits its own rate.
   */
  readonly isPaced: boolean;
  /**
   * Whether the response has begun, so that no buffer holds bytes of the body.
   */
  readonly hasResponse: boolean;
  /** Called once, when no byte has moved for too long. */
  onIdle(): void;
}

/**
 * Watches for silence.
 *
 * It counts ticks instead of reading a clock, so that chunks cost nothing and a
 * clock that is set breaks nothing. Bytes that the transport has taken still
 * drain from its buffers in silence, so the limit is longer by the time that
 * they need at the rate of the last seconds.
 */
export class IdleTimeout implements Disposable {
  readonly #watched: Watched;
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  readonly #seconds: number;
  #movements: number;
  #trafficMovements: number | undefined;
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
   * @param seconds How long nothing may move; 0 disables it.
   */
  constructor(seconds: number, watched: Watched) {
    this.#watched = watched;
    this.#seconds = seconds;
    this.#movements = watched.movements;
    if (seconds === 0) return;
    // Not one for all uploads: in workerd it would end with the request that
    // started it.
    this.#timer = setInterval(() => this.#tick(), seconds * 1000 / TICKS);
  }

  /** Frees the timer. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    if (this.#watched.isHeldUp) this.#heldUpTicks++;
    this.#idleTicks++;
    if (this.#hasMoved()) {
      this.#sample();
      this.#idleTicks = 0;
      return;
    }
    if (this.#idleTicks < TICKS + this.#drainTicks()) return;
    clearInterval(this.#timer);
    this.#watched.onIdle();
  }

  /**
   * Whether a byte has moved since the last tick, or waits for its time. Before
   * its first byte, those of other uploads to the same server count too.
   */
  #hasMoved(): boolean {
    const { movements, trafficMovements, isWaiting, isPaced } = this.#watched;
    const hasMoved = movements !== this.#movements || isPaced ||
      isWaiting &&
        trafficMovements !== (this.#trafficMovements ?? trafficMovements);
    this.#movements = movements;
    this.#trafficMovements = trafficMovements;
    return hasMoved;
  }

  /**
   * Adds what was sent since the last movement to the sample. Bytes that fill
   * empty buffers are no sign of the rate.
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

  /** How many ticks the buffers may need to drain. */
  #drainTicks(): number {
    const { bytesTransferred, hiddenBytes, isHeldUp, hasResponse } =
      this.#watched;
    if (hasResponse) return 0;
    const hiddenTicks = hiddenBytes / MIN_BYTES_PER_SECOND / this.#seconds *
      TICKS;
    // A fast start fills the socket buffers, and their rate is not visible.
    const socketTicks = isHeldUp && bytesTransferred > SOCKET_BYTES ? TICKS : 0;
    const sampleTicks = bytesTransferred > BUFFERED_BYTES
      ? this.#sampleTicks * BUFFERED_BYTES /
        Math.max(this.#sampleBytes, MIN_SAMPLE_BYTES)
      : 0;
    return Math.ceil(Math.max(hiddenTicks, socketTicks, sampleTicks));
  }
}
