/** How long the buffers on the way may fill at the start, in ms. */
const FILL_MS = 1000;
/** The time over which the rate is measured, in ms. */
const WINDOW_MS = 5000;
/** A slow connection moves in bursts, so it is measured over this many. */
const MIN_SAMPLES = 8;
/** The minimum time over which the rate is measured, in ms. */
const MIN_WINDOW_MS = 500;
/** Bytes that move within this time of each other are one burst, in ms. */
const BURST_GAP_MS = 50;
/** The maximum length of a burst, in ms. */
const BURST_MS = 250;
/** Silence is a stall if it is longer than this, in ms, ... */
const STALL_MS = 3000;
/** ... and than so many times the longest gap between two bursts. */
const STALL_GAPS = 3;

/** The end of a burst, when the buffers on the way are full. */
interface Sample {
  /** When the burst began. */
  readonly since: number;
  /** When it ended. */
  ms: number;
  /** Bytes that were taken until then. */
  bytes: number;
}

/**
 * The rate of a transfer, and the time that it still needs.
 *
 * A transport takes bytes in bursts: at first a megabyte at once, into its own
 * buffers and those of the system, and then as much as has drained. So the rate
 * is measured between the ends of bursts, when the buffers are full. They fill
 * within a second, so of its bursts the one counts after which the rate is
 * lowest.
 */
export class Rate {
  #total = 0;
  #samples: Sample[] = [];
  #startMs = 0;
  /** Bytes in buffers; undefined as long as the start is in the window. */
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
    const last = this.#samples.at(-1);
    if (last === undefined) {
      this.#startMs = now;
    } else if (this.#isStall(last, now)) {
      this.#resume(last, now);
    } else if (goesOn(last, now)) {
      last.ms = now;
      last.bytes = this.#total;
      return;
    }
    this.#samples.push({ since: now, ms: now, bytes: this.#total });
    this.#slide(now);
  }

  /**
   * Forgets what was measured, because the buffers on the way are empty again:
   * the bytes are sent once more.
   */
  restart(): void {
    this.#total = 0;
    this.#samples = [];
    this.#buffered = undefined;
    this.#lastStall = 0;
  }

  /**
   * Bytes a second over the last few seconds; -1 if they are not known. The
   * figure sinks while nothing moves.
   *
   * @param now The current time in ms.
   */
  bytesPerSecond(now: number = performance.now()): number {
    return Math.round(this.#measure(now));
  }

  /**
   * The time in seconds until the last of some bytes has left the buffers on
   * the way, to a tenth; -1 if it is not known, or nothing moves.
   *
   * @param bytes How many the transport has yet to take.
   * @param now The current time in ms.
   */
  secondsFor(bytes: number, now: number = performance.now()): number {
    const last = this.#samples.at(-1);
    if (last === undefined) return -1;
    // Once all bytes are taken, silence is no stall.
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

  /** Bytes that the transport has taken and that are still in buffers. */
  bytesInBuffers(now: number = performance.now()): number {
    return this.#inBuffers(Math.max(this.#measure(now), 0));
  }

  /** The rate in bytes a second; -1 if it is not known. */
  #measure(now: number): number {
    const end = this.#lastEnd(now);
    if (end === undefined) return -1;
    const stalled = this.#stalledMs(end, now);
    let slowest = -1;
    for (const [index, { ms, bytes }] of this.#samples.entries()) {
      const elapsed = end.ms - ms + stalled;
      if (elapsed < MIN_WINDOW_MS || bytes === end.bytes) break;
      if (index > 0 && ms > this.#startMs + FILL_MS) break;
      const rate = (end.bytes - bytes) * 1000 / elapsed;
      if (slowest < 0 || rate < slowest) slowest = rate;
    }
    return slowest;
  }

  #isStall(since: Sample, now: number): boolean {
    const silence = now - since.ms;
    return silence > STALL_MS &&
      silence > STALL_GAPS * this.#longestGap(since);
  }

  /** How much longer than usual nothing has moved since a burst, in ms. */
  #stalledMs(since: Sample, now: number): number {
    const usual = 2 * Math.max(this.#longestGap(since), BURST_MS);
    return Math.max(now - since.ms - usual, 0);
  }

  /** The last burst that has ended; the one before it while it goes on. */
  #lastEnd(now: number): Sample | undefined {
    const last = this.#samples.at(-1);
    return last === undefined || goesOn(last, now)
      ? this.#samples.at(-2)
      : last;
  }

  /** What the buffers took at the start beyond what the line moved by then. */
  #inBuffers(rate: number): number {
    if (this.#buffered !== undefined) return this.#buffered;
    let most = 0;
    for (const { ms, bytes } of this.#samples) {
      const age = ms - this.#startMs;
      if (age > FILL_MS) break;
      most = Math.max(most, bytes - rate * age / 1000);
    }
    return most;
  }

  /** The longest silence between two bursts until one of them, in ms. */
  #longestGap(until: Sample): number {
    let longest = this.#lastStall;
    let last = this.#samples[0] ?? until;
    for (const sample of this.#samples) {
      if (sample.since > until.since) break;
      longest = Math.max(longest, sample.since - last.ms);
      last = sample;
    }
    return longest;
  }

  /** Starts to measure anew after a stall, which says nothing of the rate. */
  #resume(last: Sample, now: number): void {
    this.#buffered ??= this.#inBuffers(Math.max(this.#measure(last.ms), 0));
    this.#lastStall = now - last.ms;
    this.#samples = [];
    this.#startMs = now;
  }

  /** Forgets the samples before the window. */
  #slide(now: number): void {
    const second = this.#samples[1];
    if (
      second === undefined || this.#samples.length <= MIN_SAMPLES ||
      second.ms > now - WINDOW_MS
    ) return;
    this.#buffered ??= this.#inBuffers(this.#measure(now));
    this.#lastStall = 0;
    this.#samples.shift();
    this.#slide(now);
  }
}

/** Whether what moves now belongs to a burst. */
function goesOn({ since, ms }: Sample, now: number): boolean {
  return now - ms < BURST_GAP_MS && now - since < BURST_MS;
}
