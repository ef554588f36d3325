import type { RetryPolicy } from "../request/retry_policy.ts";
import { retryAfter } from "./retry_after.ts";

/** What a delay depends on besides the failure. */
export interface Chance {
  /** A number from 0 to below 1. */
  random(): number;
  /** The time in ms. */
  now(): number;
}

/** The numbers and the time of the runtime. */
export const REAL: Chance = { random: Math.random, now: () => Date.now() };

/** More doublings than this exceed any delay. */
const MAX_DOUBLINGS = 31;

/**
 * The delay before the next attempt in ms: as the server asks, otherwise a
 * random part of a time that doubles ("full jitter"), so that clients that
 * failed together do not come back together.
 *
 * @param repeats How many attempts were repetitions already.
 * @param headers Those of the response; undefined if there is none.
 * @returns undefined if the server asks for more than the maximum.
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
