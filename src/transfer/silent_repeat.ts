import { isConnectionLost, isNotProcessed } from "../errors/network_error.ts";

/** Methods that may reach a server twice without harm (RFC 9110 §9.2.2). */
const IDEMPOTENT = ["PUT", "DELETE", "GET", "HEAD", "OPTIONS"];
/** How often a request that the server has not processed is sent again. */
const MAX_UNPROCESSED = 9;

/** Whether a request may reach a server twice without harm. */
export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.includes(method);
}

/**
 * Whether a request without a response is sent again. With any method if the
 * server has not processed it (RFC 9113 §8.7); once with an idempotent method
 * if the connection died (RFC 9110 §9.2.2), such as a kept connection that the
 * server closed just then.
 *
 * @param repeats How often it was sent again already.
 */
export function mayRepeat(
  method: string,
  thrown: unknown,
  repeats: number,
): boolean {
  if (isNotProcessed(thrown)) return repeats < MAX_UNPROCESSED;
  return repeats === 0 && isIdempotent(method) && isConnectionLost(thrown);
}
