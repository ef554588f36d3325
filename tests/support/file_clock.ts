import { nodeModules } from "../../src/files/node_builtins.ts";
import { until } from "./until.ts";

/**
 * Waits until a write to a file would be seen in its times: the clock of a file system has ticks,
 * and all writes in one have the same time.
 *
 * @param times The last modification by default; for the last change of any kind, Deno has seconds.
 */
export async function nextTickOf(
  path: string,
  times: readonly ("mtimeMs" | "ctimeMs")[] = ["mtimeMs"],
): Promise<void> {
  const { rm, stat, writeFile } = nodeModules().fs;
  const probe = `${path}.probe`;
  const written = await stat(path);
  await until(async () => {
    await writeFile(probe, "x");
    const now = await stat(probe);
    return times.every((time) => now[time] !== written[time]);
  });
  await rm(probe);
}
