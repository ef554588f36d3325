/**
 * Aborts a controller when a signal aborts, until the result is called. One
 * listener that is removed: of `AbortSignal.any`, Node keeps a trace for as
 * long as the signal lives.
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
