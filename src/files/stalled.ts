import { abortable } from "../streams/abortable.ts";

/** How long work on a disk may take before it counts as stalled, in ms. */
const STALLED_MS = 250;

/**
 * Waits until work on a disk has ended, well or not, but not for a disk that stalls: there the
 * work goes on behind.
 *
 * @param since When the work began, as `performance.now()` told it then.
 */
export async function unlessStalled(
  work: Promise<unknown>,
  since: number,
): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stalled = new Promise<void>((resolve) => {
    const left = since + STALLED_MS - performance.now();
    timer = setTimeout(resolve, Math.max(left, 0));
  });
  try {
    await Promise.race([work, stalled]);
  } catch {
    // It has ended, which is all that is waited for.
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for work on a disk until a signal aborts. It then settles when the work
 * has ended, or at once if the disk stalls.
 *
 * @param onLate Called with what the work gives after that.
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
