/** The time that a piece takes at the limit, in ms. */
const PIECE_MS = 25;
/** The maximum lost time that is made up for, in ms. */
const SLACK_MS = 50;
/** The maximum time that bytes sent at once take at the limit, in ms. */
const MAX_BURST_MS = 100;

/**
 * Limits the rate of all requests of an upload together: assigns each piece of
 * bytes a time from which it may be sent.
 *
 * Timers fire late and connections stall, so a piece may be sent up to 50 ms
 * earlier than an even rate allows. Together with that piece and one that waits
 * in a stream, no burst exceeds what the limit allows in 100 ms.
 */
export class Pace {
  /** The limit. */
  readonly bytesPerSecond: number;
  /** The maximum size of a piece: what the limit allows in 25 ms. */
  readonly pieceSize: number;
  /** When the next piece may be sent. */
  #next: number | undefined;

  /** @param bytesPerSecond The limit, above 0. */
  constructor(bytesPerSecond: number) {
    this.bytesPerSecond = bytesPerSecond;
    this.pieceSize = Math.max(1, Math.floor(bytesPerSecond * PIECE_MS / 1000));
  }

  /**
   * Reserves the time of a piece.
   *
   * @param bytes The size of the piece.
   * @param now The current time in ms.
   * @returns The time in ms until the piece may be sent.
   */
  reserve(bytes: number, now: number = performance.now()): number {
    const at = Math.max(this.#next ?? now, now - SLACK_MS);
    this.#next = at + bytes / this.bytesPerSecond * 1000;
    return Math.max(at - now, 0);
  }

  /**
   * Reserves the time of bytes that can only be sent at once, unless that would
   * exceed the limit.
   *
   * @param bytes The number of bytes.
   * @param now The current time in ms.
   * @returns Whether they may be sent now.
   */
  tryReserve(bytes: number, now: number = performance.now()): boolean {
    const isFree = this.#next === undefined || this.#next <= now;
    const ms = bytes / this.bytesPerSecond * 1000;
    if (!isFree || ms > MAX_BURST_MS) return false;
    this.reserve(bytes, now);
    return true;
  }
}
