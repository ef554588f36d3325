/** An upload that runs. */
export interface Running {
  readonly controller: AbortController;
  readonly signal: AbortSignal;
}

const running = new Map<string, Running>();

/**
 * Enters an upload.
 *
 * @param given A signal that cancels it, too.
 * @returns What aborts it, and the signal that aborts by either.
 */
export function register(requestId: string, given?: AbortSignal): Running {
  const controller = new AbortController();
  const signal = given === undefined
    ? controller.signal
    : AbortSignal.any([controller.signal, given]);
  const entry = { controller, signal };
  running.set(requestId, entry);
  return entry;
}

/** Takes an upload out, once it has ended. */
export function unregister(requestId: string): void {
  running.delete(requestId);
}

/** How many uploads are entered: none is left behind when all have ended. */
export function runningCount(): number {
  return running.size;
}

/**
 * Cancels an upload by its handle or by its request id. It then ends with code `cancelled`.
 *
 * @param upload The handle that `upload()` gave, or the `requestId` of it or of any of its events.
 * @param reason Why, for the message and the `cause` of the error.
 * @returns Whether it was running; false for one that has ended, was cancelled already or never was.
 *
 * @example
 * ```ts
 * import { cancel, upload } from "@network/upload";
 *
 * const { requestId, ended } = upload("http://127.0.0.1/", "PUT", new Blob(["hello"], { type: "text/plain" }));
 * console.log(cancel(requestId, "no longer needed")); // true
 * console.log((await ended).error?.code); // "cancelled"
 * console.log(cancel(requestId)); // false
 * ```
 */
export function cancel(
  upload: string | { readonly requestId: string },
  reason?: unknown,
): boolean {
  const requestId = typeof upload === "string" ? upload : upload?.requestId;
  const entry = running.get(requestId);
  if (entry === undefined || entry.signal.aborted) return false;
  entry.controller.abort(reason);
  return true;
}
