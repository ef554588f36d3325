import { isConnectionLost, isNotProcessed } from "../errors/network_error.ts";
import type { Hop } from "./redirect.ts";

/** Methods that may reach a server twice without harm (RFC 9110 §9.2.2). */
const IDEMPOTENT = ["PUT", "DELETE", "GET", "HEAD", "OPTIONS"];
/** How often a request that the server has not processed is sent again. */
const MAX_UNPROCESSED = 9;

/**
 * Whether a request may be sent again without being asked for, by the runtime
 * too: it does no harm if it reaches the server twice. Not if the upload is
 * retried, because its limit counts each request.
 */
export function isRepeatable(
  { method, isRetried }: Pick<Hop, "method" | "isRetried">,
): boolean {
  return !isRetried && IDEMPOTENT.includes(method);
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
  hop: Pick<Hop, "method" | "isRetried">,
  thrown: unknown,
  repeats: number,
): boolean {
  if (isNotProcessed(thrown)) return repeats < MAX_UNPROCESSED;
  return repeats === 0 && isRepeatable(hop) && isConnectionLost(thrown);
}
