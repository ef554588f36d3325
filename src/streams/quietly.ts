/**
 * Does work that may throw or reject, such as closing a source that is no longer
 * needed, and ignores its failure. Do not await work that may hang.
 */
export async function quietly(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // Ignored.
  }
}
