/**
 * Settles as work does, or rejects at once if a signal aborts. The work itself
 * may ignore the signal.
 *
 * @param onLate Called with the value if the work succeeds after the abort.
 */
export function abortable<Value>(
  work: PromiseLike<Value>,
  signal: AbortSignal,
  onLate: (value: Value) => unknown = () => {},
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason);
      Promise.resolve(work).then(onLate).catch(() => {});
    };
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    const settle = () => signal.removeEventListener("abort", abort);
    work.then((value) => {
      settle();
      resolve(value);
    }, (thrown) => {
      settle();
      reject(thrown);
    });
  });
}
