import { type Burst, BURST_GAP_MS, BURST_MS, continues } from "./burst.ts";

/** The time at the start in which buffers may fill, in ms. */
const FILL_MS = 1000;
/** The time over which the rate is measured, in ms. */
const WINDOW_MS = 5000;
/** The minimum number of bursts to measure over, on a slow connection. */
const MIN_BURSTS = 8;
/** The minimum time over which the rate is measured, in ms. */
const MIN_WINDOW_MS = 500;
/** The minimum length of a stall, in ms. */
const MIN_STALL_MS = 3000;
/** How many times longer than the longest gap between bursts a stall is. */
const STALL_GAPS = 3;

/**
 * Measures the rate of a transfer, and estimates the remaining time.
 *
 * A transport takes bytes in bursts. The first one, of about a megabyte, fills
 * its own buffers and those of the system; each further one, what has drained.
 * The buffers are full at the end of each burst, so measure between those ends.
 * The first second may not have filled them yet, so the measurement starts at
 * the burst after which the rate is lowest.
 */
export class Rate {
  #total = 0;
  #bursts: Burst[] = [];
  #startMs = 0;
  /** Bytes in buffers; undefined while the start is still in the window. */
  #buffered: number | undefined;
  /** The last stall, in ms; 0 once the window has moved on. */
  #lastStall = 0;

  /**
   * Records that the transport took bytes.
   *
   * @param bytes How many more.
   * @param now The current time in ms.
   */
  took(bytes: number, now: number = performance.now()): void {
    this.#total += bytes;
    const last = this.#bursts.at(-1);
    if (last === undefined) {
      this.#startMs = now;
    } else if (this.#isStall(last, now)) {
      this.#resume(last, now);
    } else if (continues(last, now)) {
      last.ms = now;
      last.bytes = this.#total;
      return;
    }
    this.#bursts.push({ since: now, ms: now, bytes: this.#total });
    this.#slide(now);
  }

  /**
   * Bytes per second over the last few seconds; -1 if unknown. It falls while
   * nothing moves.
   *
   * @param now The current time in ms.
   */
  bytesPerSecond(now: number = performance.now()): number {
    return Math.round(this.#measure(now));
  }

  /**
   * The time in seconds, to a tenth, until the last byte has left the buffers on
   * the way; -1 if unknown, or if nothing moves.
   *
   * @param bytes How many bytes the transport has yet to take.
   * @param now The current time in ms.
   */
  secondsFor(bytes: number, now: number = performance.now()): number {
    const last = this.#bursts.at(-1);
    if (last === undefined) return -1;
    // Silence is not a stall once all bytes are taken.
    const moment = bytes > 0 ? now : Math.min(now, last.ms + BURST_GAP_MS);
    const end = this.#lastEnd(moment);
    const rate = this.#measure(moment);
    if (end === undefined || rate < 1) return -1;
    if (bytes > 0 && this.#isStall(end, now)) return -1;
    const waiting = bytes + this.#total - end.bytes + this.#inBuffers(rate);
    const drainedMs = now - end.ms - this.#stalledMs(end, moment);
    const seconds = waiting / rate - drainedMs / 1000;
    return Math.ceil(Math.max(seconds, 0) * 10) / 10;
  }

  /** Bytes that the transport has taken but that are still in buffers. */
  bytesInBuffers(now: number = performance.now()): number {
    return this.#inBuffers(this.#measure(now));
  }

  /** The rate in bytes per second; -1 if unknown. */
  #measure(now: number): number {
    const end = this.#lastEnd(now);
    if (end === undefined) return -1;
    const stalled = this.#stalledMs(end, now);
    let slowest = -1;
    for (const [index, { ms, bytes }] of this.#bursts.entries()) {
      const elapsed = end.ms - ms + stalled;
      if (elapsed < MIN_WINDOW_MS || bytes === end.bytes) break;
      if (index > 0 && ms > this.#startMs + FILL_MS) break;
      const rate = (end.bytes - bytes) * 1000 / elapsed;
      if (slowest < 0 || rate < slowest) slowest = rate;
    }
    return slowest;
  }

  #isStall(since: Burst, now: number): boolean {
    const silence = now - since.ms;
    return silence > MIN_STALL_MS &&
      silence > STALL_GAPS * this.#longestGap(since);
  }

  /** How much longer than usual the silence since a burst is, in ms. */
  #stalledMs(since: Burst, now: number): number {
    const usual = 2 * Math.max(this.#longestGap(since), BURST_MS);
    return Math.max(now - since.ms - usual, 0);
  }

  /** The last burst that has ended. */
  #lastEnd(now: number): Burst | undefined {
    const last = this.#bursts.at(-1);
    return last === undefined || continues(last, now)
      ? this.#bursts.at(-2)
      : last;
  }

  /**
   * Bytes in buffers: what the transport took at the start, beyond what the
   * connection moved by then.
   *
   * @param rate The rate in bytes per second; -1 if unknown.
   */
  #inBuffers(rate: number): number {
    if (this.#buffered !== undefined) return this.#buffered;
    let most = 0;
    for (const { ms, bytes } of this.#bursts) {
      const age = ms - this.#startMs;
      if (age > FILL_MS) break;
      most = Math.max(most, bytes - Math.max(rate, 0) * age / 1000);
    }
    return most;
  }

  /** The longest silence between two bursts, up to one of them, in ms. */
  #longestGap(until: Burst): number {
    let longest = this.#lastStall;
    let last = this.#bursts[0] ?? until;
    for (const burst of this.#bursts) {
      if (burst.since > until.since) break;
      longest = Math.max(longest, burst.since - last.ms);
      last = burst;
    }
    return longest;
  }

  /** Starts a new measurement after a stall, which is no sign of the rate. */
  #resume(last: Burst, now: number): void {
    this.#buffered ??= this.#inBuffers(this.#measure(last.ms));
    this.#lastStall = now - last.ms;
    this.#bursts = [];
    this.#startMs = now;
  }

  /** Drops the bursts before the window. */
  #slide(now: number): void {
    const second = this.#bursts[1];
    if (
      second === undefined || this.#bursts.length <= MIN_BURSTS ||
      second.ms > now - WINDOW_MS
    ) return;
    this.#buffered ??= this.#inBuffers(this.#measure(now));
    this.#lastStall = 0;
    this.#bursts.shift();
    this.#slide(now);
  }
}
