import { nodeModules } from "../../files/node_builtins.ts";

/** The age in ms from which a temporary file is left over: a write is short. */
const LEFT_OVER_MS = 10 * 60 * 1000;

/** Removes a temporary file if a killed process has left it behind. */
export async function removeLeftOver(path: string): Promise<void> {
  const { fs } = nodeModules();
  const { mtimeMs } = await fs.stat(path);
  if (Date.now() - mtimeMs >= LEFT_OVER_MS) await fs.unlink(path);
}
