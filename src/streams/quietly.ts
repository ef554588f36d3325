/**
 * Does what may throw, reject or hang, such as closing a source that is no
 * longer needed. Nothing waits for it, and its failure changes nothing.
 */
export async function quietly(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // There is nothing left to do with it.
  }
}
