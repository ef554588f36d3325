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
