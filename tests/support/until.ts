import { turn } from "./turns.ts";

/** The real one, also in a test that fakes the time. */
const { now } = Date;
/** No test may hang. */
const PATIENCE_MS = 60_000;

/**
 * Waits until something is so, looking again in each turn of the event loop.
 *
 * @throws If it is still not so after a minute.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const start = now();
  while (!await condition()) {
    if (now() - start > PATIENCE_MS) {
      throw new Error(`waited in vain until ${condition}`);
    }
    await turn();
  }
}
