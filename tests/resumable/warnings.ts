/** What `console.warn()` is called with meanwhile. */
export async function warningsOf(
  work: () => Promise<void>,
): Promise<unknown[]> {
  const { warn } = console;
  const warnings: unknown[] = [];
  console.warn = (message: unknown) => void warnings.push(message);
  try {
    await work();
  } finally {
    console.warn = warn;
  }
  return warnings;
}
