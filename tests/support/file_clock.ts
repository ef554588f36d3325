import { statSync } from "node:fs";
import { until } from "./until.ts";

/**
 * Waits until a write to a file would be seen in its times: the clock of the file system has
 * ticks, in which all writes have the same time.
 *
 * @param time The last modification by default; the last change of any kind has a coarser clock in Deno.
 */
export async function nextTickOf(
  path: string,
  time: "mtimeMs" | "ctimeMs" = "mtimeMs",
): Promise<void> {
  const probe = `${path}.probe`;
  await until(() => {
    Deno.writeFileSync(probe, new Uint8Array(1));
    return statSync(probe)[time] !== statSync(path)[time];
  });
  Deno.removeSync(probe);
}
