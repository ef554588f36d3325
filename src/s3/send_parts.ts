import { abortable } from "../streams/abortable.ts";
import { isUploadError } from "../errors/upload_error.ts";
import type { Part, Parts } from "./parts.ts";
import { Refused } from "./s3_client.ts";
import { isTransient } from "./s3_refusal.ts";

/**
 * Sends parts, several at the same time. After a failure that may not last, those
 * on their way still arrive, so that only one is sent again. Any other failure
 * ends them.
 *
 * @param send Sends a part.
 * @throws The failure that counts, once nothing is sent any more.
 */
export async function sendParts(
  parts: Parts,
  parallel: number,
  send: (part: Part, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  const failures: unknown[] = [];
  const work = async () => {
    while (failures.length === 0) {
      const part = await abortable(parts.next(), signal);
      if (part === undefined) return;
      await send(part, signal);
      parts.release(part);
    }
  };
  const fail = (thrown: unknown) => {
    if (signal.aborted) return;
    if (mayPass(thrown)) {
      failures.push(thrown);
    } else {
      failures.unshift(thrown);
      controller.abort(FAILED);
    }
  };
  await Promise.all(
    Array.from({ length: parallel }, () => work().catch(fail)),
  );
  if (failures.length > 0) throw failures[0];
}

/** What the requests of the other parts are aborted with. */
const FAILED = new DOMException("another part has failed", "AbortError");

function mayPass(thrown: unknown): boolean {
  return thrown instanceof Refused
    ? isTransient(thrown.refusal)
    : isUploadError(thrown) && thrown.isTransient;
}
