/**
 * Settles as the work does, but no later than the signal aborts: the work may
 * ignore the signal.
 *
 * @param onLate Called with what the work gives after that.
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
