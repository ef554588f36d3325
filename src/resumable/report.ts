/** What was reported. */
const reported = new Set<string>();

/** Warns of an entry that is skipped, once. */
export function report(message: string): void {
  if (reported.has(message)) return;
  reported.add(message);
  console.warn(`${message}; skipped`);
}
