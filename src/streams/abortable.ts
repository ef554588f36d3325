/** Settles as the work does, but no later than the signal aborts: a `fetch` of the caller need not look at it. */
export async function abortable<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
  });
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
