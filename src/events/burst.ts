/** The maximum gap between bytes of the same burst, in ms. */
export const BURST_GAP_MS = 50;
/** The maximum length of a burst, in ms. */
export const BURST_MS = 250;

/**
 * Bytes that a transport took within a short time. At the end of a burst the
 * buffers on the way are full.
 */
export interface Burst {
  /** When it began, in ms. */
  readonly since: number;
  /** When it ended, or the last bytes so far were taken, in ms. */
  ms: number;
  /** Bytes that were taken by then, in all. */
  bytes: number;
}

/** Whether bytes that move now belong to a burst. */
export function continues({ since, ms }: Burst, now: number): boolean {
  return now - ms < BURST_GAP_MS && now - since < BURST_MS;
}
