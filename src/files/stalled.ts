/** The time in ms after which a file operation counts as stalled. */
const STALLED_MS = 250;

/**
 * Waits until a file operation has settled, but not for one that stalls. Its
 * failure is ignored.
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
