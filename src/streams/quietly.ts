/**
 * Does work that may throw, reject or hang, such as closing a source that is
 * no longer needed. Its failure is ignored, and it should not be awaited.
 */
export async function quietly(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // The failure is ignored.
  }
}
