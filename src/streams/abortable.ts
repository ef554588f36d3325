/**
 * Settles as the work does, but no later than the signal aborts: the work may
 * ignore the signal.
 *
 * @param onLate Called with what the work gives after that.
 */
export async function abortable<Value>(
  work: PromiseLike<Value>,
  signal: AbortSignal,
  onLate: (value: Value) => unknown = () => {},
): Promise<Value> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason);
    if (signal.aborted) abort();
  });
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([work, aborted]);
  } catch (thrown) {
    if (signal.aborted) Promise.resolve(work).then(onLate).catch(() => {});
    throw thrown;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
