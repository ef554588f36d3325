import { isConnectionLost, isNotProcessed } from "../errors/network_error.ts";
import type { Hop } from "./redirect.ts";

/** Methods that can safely reach a server twice (RFC 9110 §9.2.2). */
const IDEMPOTENT = ["PUT", "DELETE", "GET", "HEAD", "OPTIONS"];
/** The maximum number of repetitions of an unprocessed request. */
const MAX_UNPROCESSED = 9;

/**
 * Whether a request may be repeated unasked, by the runtime too, because it can
 * safely reach the server twice. False if the upload is retried, because each
 * request then counts towards the limit.
 */
export function isRepeatable(
  { method, isRetried }: Pick<Hop, "method" | "isRetried">,
): boolean {
  return !isRetried && IDEMPOTENT.includes(method);
}

/**
 * Whether a request without a response is repeated:
 * - with any method, if the server did not process it (RFC 9113 §8.7),
 * - once with an idempotent method, if the connection died (RFC 9110 §9.2.2),
 *   such as a kept one that the server closed.
 *
 * @param repeats The number of repetitions so far.
 */
export function mayRepeat(
  hop: Pick<Hop, "method" | "isRetried">,
  thrown: unknown,
  repeats: number,
): boolean {
  if (isNotProcessed(thrown)) return repeats < MAX_UNPROCESSED;
  return repeats === 0 && isRepeatable(hop) && isConnectionLost(thrown);
}
