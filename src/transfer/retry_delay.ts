import type { RetryPolicy } from "../request/retry_policy.ts";
import { retryAfter } from "./retry_after.ts";

/** The sources of randomness and time. */
export interface Chance {
  /** A number from 0 to below 1. */
  random(): number;
  /** The current time in ms. */
  now(): number;
}

/** The randomness and the clock of the runtime. */
export const REAL: Chance = { random: Math.random, now: () => Date.now() };

/** The number of doublings that exceeds any delay. */
const MAX_DOUBLINGS = 31;

/**
 * The delay before the next attempt in ms: the `Retry-After`, otherwise a random
 * part of a time that doubles. This "full jitter" spreads out clients that failed
 * at the same time.
 *
 * @param repeats The number of repetitions so far.
 * @param headers The headers of the response, if there was one.
 * @returns The delay; undefined if the `Retry-After` exceeds the maximum.
 */
export function retryDelay(
  { baseDelay, maxDelay }: Pick<RetryPolicy, "baseDelay" | "maxDelay">,
  repeats: number,
  headers: Headers | undefined,
  { random, now }: Chance,
): number | undefined {
  const asked = headers && retryAfter(headers, now());
  if (asked !== undefined) return asked <= maxDelay ? asked : undefined;
  const longest = baseDelay * 2 ** Math.min(repeats, MAX_DOUBLINGS);
  return Math.round(random() * Math.min(longest, maxDelay));
}
