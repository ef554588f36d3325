import type { OutgoingBody } from "../body/outgoing_body.ts";
import type { StreamedBody } from "../body/streamed_body.ts";
import { abortable } from "../streams/abortable.ts";

/** Determines whether the whole body of an exchange was sent. */
export class SentBody {
  /**
   * Whether the whole body was sent before a redirect led to a request without a
   * body.
   */
  #hasSentBody: boolean | Promise<boolean> = true;

  /** Stops a body that is no longer needed, and waits until it is closed. */
  release(body: StreamedBody): Promise<void> {
    const released = body.release();
    this.#hasSentBody = released.then(() => !body.isPulled || body.completed);
    return released;
  }

  /**
   * Whether the whole body was sent. A custom `fetch` that never reads the body,
   * such as a test double, counts as having sent it.
   *
   * @param waits Whether to wait for the rest of the body.
   * @param signal Ends the wait.
   */
  isComplete(
    body: OutgoingBody | undefined,
    waits: boolean,
    signal: AbortSignal,
  ): boolean | Promise<boolean> {
    if (body === undefined) return this.#hasSentBody;
    if (isAllPassed(body)) return true;
    if (!waits || !body.isStream) return false;
    if (!body.isPulled) return true;
    return abortable(body.completed, signal);
  }
}

/** Whether all bytes were passed to the transport, taken or not. */
export function isAllPassed({ passed, size }: OutgoingBody): boolean {
  return passed === size;
}
