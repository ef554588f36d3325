/**
 * Settles as the work does, but at once if the signal aborts: the work may
 * ignore it.
 *
 * @param onLate Called with the value of work that ends later.
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
