/** How long a piece lasts at the limit, in ms. */
const PIECE_MS = 25;
/** How much lost time may be made up for, in ms. */
const SLACK_MS = 50;
/** Bytes that last no longer than this may go out as they are, in ms. */
const BURST_MS = 100;

/**
 * A limit for the rate of bytes, which all requests of an upload share. Each
 * piece of them gets a time when it may go out.
 *
 * A timer fires late, and a connection stalls, so a piece may go out up to 50
 * ms earlier than an even rate has it. With the piece itself and one that waits
 * in a stream, no burst exceeds what the limit allows in 100 ms.
 */
export class Pace {
  /** The limit. */
  readonly bytesPerSecond: number;
  /** The maximum size of a piece: what the limit allows in 25 ms. */
  readonly pieceSize: number;
  /** When the next piece may go out. */
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
   * @returns The time in ms until the piece may go out; 0 for at once.
   */
  reserve(bytes: number, now: number = performance.now()): number {
    const at = Math.max(this.#next ?? now, now - SLACK_MS);
    this.#next = at + bytes / this.bytesPerSecond * 1000;
    return Math.max(at - now, 0);
  }

  /**
   * Reserves the time of bytes that can go out only as a whole, unless that
   * would exceed the limit.
   *
   * @param bytes Their size.
   * @param now The current time in ms.
   * @returns Whether they may go out at once.
   */
  tryReserve(bytes: number, now: number = performance.now()): boolean {
    const isFree = this.#next === undefined || this.#next <= now;
    if (!isFree || bytes / this.bytesPerSecond * 1000 > BURST_MS) return false;
    this.reserve(bytes, now);
    return true;
  }
}
