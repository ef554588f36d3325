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
 * @param signal Also cancels it.
 * @returns The controller that cancels it.
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

/** Unregisters an upload whose outcome is final. */
export function unregister(requestId: string): void {
  running.get(requestId)?.unfollow?.();
  running.delete(requestId);
}

/** The number of running uploads, for tests of leaks. */
export function runningCount(): number {
  return running.size;
}

/**
 * Cancels an upload by its handle or its request id. It then ends with code
 * `cancelled`.
 *
 * @param upload The handle that `upload()` returned, or the `requestId` of the
 * handle or an event.
 * @param reason The `cause` of the error. The message shows it if it is a
 * string or an error.
 * @returns Whether the upload was running. False if it has ended, was already
 * cancelled, or is unknown.
 *
 * @example
 * ```ts
 * import { cancel, upload } from "@network/upload";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const { requestId, ended } = upload({
 *   url: "http://127.0.0.1/",
 *   source: new Blob(["hello"]),
 * });
 *
 * assert(cancel(requestId, "no longer needed"));
 *
 * assertEquals((await ended).error?.code, "cancelled");
 * assert(!cancel(requestId));
 * ```
 *
 * @category Handle
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
