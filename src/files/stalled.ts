import { abortable } from "../streams/abortable.ts";

/** The time in ms after which a file operation counts as stalled. */
const STALLED_MS = 250;

/**
 * Waits until a file operation has settled or stalls. Its failure is ignored.
 *
 * @param since The `performance.now()` at which the operation started.
 */
export async function unlessStalled(
  operation: Promise<unknown>,
  since: number,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stalled = new Promise<void>((resolve) => {
    const left = since + STALLED_MS - performance.now();
    timer = setTimeout(resolve, Math.max(left, 0));
  });
  try {
    await Promise.race([operation, stalled]);
  } catch {
    // A failed operation has settled too.
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for work on a disk until a signal aborts. It then rejects when the work
 * has ended, or at once if the disk stalls.
 *
 * @param onLate Called with the value if the work succeeds after the abort.
 */
export async function abortableOnDisk<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
  onLate: (value: Value) => unknown = () => {},
): Promise<Value> {
  const since = performance.now();
  try {
    return await abortable(work, signal);
  } catch (thrown) {
    if (signal.aborted) await unlessStalled(work.then(onLate), since);
    throw thrown;
  }
}
