import { follow } from "./follow.ts";

/** A running upload. */
interface Running {
  readonly controller: AbortController;
  readonly unfollow: (() => void) | undefined;
}

const running = new Map<string, Running>();

/**
 * Registers an upload.
 *
 * @param signal Cancels it, too.
 * @returns What aborts it.
 */
export function register(
  requestId: string,
  signal?: AbortSignal,
): AbortController {
  const controller = new AbortController();
  const unfollow = signal && follow(controller, signal);
  running.set(requestId, { controller, unfollow });
  return controller;
}

/** Unregisters an upload, once its outcome is certain. */
export function unregister(requestId: string): void {
  running.get(requestId)?.unfollow?.();
  running.delete(requestId);
}

/** How many uploads are registered: none is left behind when all have ended. */
export function runningCount(): number {
  return running.size;
}

/**
 * Cancels an upload by its handle or by its request id. It then ends with
 * code `cancelled`.
 *
 * @param upload The handle that `upload()` gave, or the `requestId` of it or of
 * any of its events.
 * @param reason Why, for the message and the `cause` of the error.
 * @returns Whether it was running; false for one that has ended, was cancelled
 * already, or is unknown.
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
  if (entry === undefined || entry.controller.signal.aborted) return false;
  entry.controller.abort(reason);
  return true;
}
