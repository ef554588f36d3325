import { systemCodeOf } from "../../errors/cause.ts";
import { nodeModules } from "../../files/node_builtins.ts";
import { quietly } from "../../streams/quietly.ts";

/** How often a living process touches its claims, in ms. */
const PERIOD_MS = 5_000;
/** The age in ms from which a claim that was not touched counts as dead. */
const EXPIRY_MS = 30_000;

/**
 * Touches a file from time to time, for those who cannot know whether this
 * process lives. Does not keep the program from ending.
 *
 * @returns What stops it.
 */
export function keepFresh(path: string): () => void {
  const { fs, process } = nodeModules();
  const timers = process.getBuiltinModule("node:timers");
  const timer = timers.setInterval(() => {
    const now = new Date();
    quietly(() => fs.utimes(path, now, now));
  }, PERIOD_MS);
  timer.unref();
  return () => timers.clearInterval(timer);
}

/** Whether a file has been touched lately. */
export async function wasFresh(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await nodeModules().fs.stat(path);
    return Date.now() - mtimeMs < EXPIRY_MS;
  } catch (thrown) {
    if (systemCodeOf(thrown) === "ENOENT") return false;
    throw thrown;
  }
}
