/** The real one, also in a test that fakes its timers. */
const { setTimeout } = globalThis;

/**
 * Lets the event loop turn, so that all has happened that waits for nothing but its place in the
 * queue. It shows what does not happen, of which there is no event.
 */
export async function turn(): Promise<void> {
  await new Promise<void>((resolve) => setTimeout(resolve));
}

/** Lets it turn more often than anything takes that needs several turns. */
export async function turns(): Promise<void> {
  for (let count = 0; count < 20; count++) await turn();
}
