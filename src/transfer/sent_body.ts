import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { StreamedBody } from "../body/streamed_body.ts";
import { abortable } from "../streams/abortable.ts";

/** Determines whether the whole body of an exchange was sent. */
export class SentBody {
  readonly #mayStopEarly: boolean;
  readonly #signal: AbortSignal;
  /**
   * Whether the whole body was sent before a redirect led to a request without a
   * body.
   */
  #hasSentBody: boolean | Promise<boolean> = true;

  /**
   * @param mayStopEarly Whether a response of success counts even for a part of
   * the body.
   * @param signal Ends the wait for the rest of a body.
   */
  constructor(mayStopEarly: boolean, signal: AbortSignal) {
    this.#mayStopEarly = mayStopEarly;
    this.#signal = signal;
  }

  /** Stops a body that is no longer needed, and waits until it is closed. */
  release(body: StreamedBody): Promise<void> {
    const released = body.release();
    this.#hasSentBody = released.then(() => !body.isPulled || body.completed);
    return released;
  }

  /**
   * Whether the whole body was sent. A custom `fetch` that never reads the body,
   * such as a test double, counts as having sent it.
   */
  isComplete(
    body: OutgoingBody | undefined,
    { ok }: Response,
  ): boolean | Promise<boolean> {
    if (body === undefined) return this.#hasSentBody;
    if (isAllPassed(body)) return true;
    if (!ok || !body.isStream || this.#mayStopEarly) return false;
    if (!body.isPulled) return true;
    return abortable(body.completed, this.#signal);
  }
}

/** Whether all bytes were passed to the transport, taken or not. */
export function isAllPassed({ passed, size }: OutgoingBody): boolean {
  return passed === size;
}
