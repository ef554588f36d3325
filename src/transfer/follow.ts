/**
 * Aborts a controller when a signal aborts. Node keeps traces of
 * `AbortSignal.any` for as long as the signal lives, so this uses a listener.
 *
 * @returns Removes the listener.
 */
export function follow(
  controller: AbortController,
  signal: AbortSignal,
): () => void {
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener("abort", abort);
  return () => signal.removeEventListener("abort", abort);
}
