import type { RunningFile } from "./board.ts";
import { rateText, timeText } from "./figures.ts";

/** The columns of the widest rate, `1000 kB/s`. */
const RATE_COLUMNS = 9;

/** What a line says besides its bar: versions of it, the longest first. */
export interface Status {
  readonly texts: readonly string[];
  /** Whether it is more important than the bar. */
  readonly isSpecial: boolean;
}

/** The status of an upload that runs. */
export function statusOf(file: RunningFile, now: number): Status {
  if (file.retry !== undefined) {
    const { at, status } = file.retry;
    const wait = timeText(Math.max(at - now, 0) / 1000);
    const why = status === undefined ? "" : ` (${status})`;
    return {
      texts: [`retry in ${wait}${why}`, `retry in ${wait}`, "retry"],
      isSpecial: true,
    };
  }
  const { bytesTransferred, bytesEstimated } = file;
  if (bytesEstimated >= 0 && bytesTransferred >= bytesEstimated) {
    return {
      texts: ["waiting for the response", "waiting", "wait"],
      isSpecial: true,
    };
  }
  return rateStatus(file);
}

/** A rate and the time left. */
export function rateStatus(
  { bytesPerSecond, secondsRemaining }: Pick<
    RunningFile,
    "bytesPerSecond" | "secondsRemaining"
  >,
): Status {
  if (bytesPerSecond < 0) return { texts: [], isSpecial: false };
  const rate = rateText(bytesPerSecond).padStart(RATE_COLUMNS);
  const texts = secondsRemaining < 0
    ? [rate]
    : [`${rate}  ${timeText(secondsRemaining).padStart(7)} left`, rate];
  return { texts, isSpecial: false };
}
