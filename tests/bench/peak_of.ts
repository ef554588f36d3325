/**
 * Runs a program, and prints how much memory it took:
 *
 *     deno run --allow-all peak_of.ts PROGRAM [ARGUMENT...]
 *
 * The last line is JSON: what the last line of the program is, and the peaks of the resident sets
 * of it and of the processes that it started, taken together.
 *
 * @module
 */

/** What came of a program. */
export interface Peak {
  readonly result: unknown;
  readonly peakMiB: number;
}

const SAMPLE_MS = 50;

if (import.meta.main) await main(Deno.args);

async function main([program = "", ...args]: readonly string[]): Promise<void> {
  const child = new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let peakMiB = 0;
  // The system keeps the peak of each process, so that none is missed between two looks.
  const timer = setInterval(() => {
    const sum = peaksOf(child.pid).reduce((sum, peak) => sum + peak, 0);
    peakMiB = Math.max(peakMiB, sum);
  }, SAMPLE_MS);
  const { code, stdout } = await child.output();
  clearInterval(timer);
  if (code !== 0) Deno.exit(code);
  const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "";
  const peak: Peak = { result: JSON.parse(last), peakMiB };
  console.log(JSON.stringify(peak));
}

/** The peaks of a process and of those that it started, in MiB. */
function peaksOf(root: number): number[] {
  const family = new Set([root]);
  const peaks: number[] = [];
  const ids = Array.from(Deno.readDirSync("/proc"), ({ name }) => Number(name))
    .filter(Number.isInteger).sort((one, other) => one - other);
  for (const id of ids) {
    const status = statusOf(id);
    if (!family.has(id) && !family.has(numberIn(status, "PPid"))) continue;
    family.add(id);
    peaks.push(numberIn(status, "VmHWM") / 1024);
  }
  return peaks;
}

function numberIn(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
}

/** What the system says of a process; nothing once it has ended. */
function statusOf(id: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${id}/status`);
  } catch {
    return "";
  }
}
