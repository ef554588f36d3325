import { join } from "@std/path/posix/join";
import type { Bench } from "./bench.ts";
import { denoSender, send, startReceiver } from "./processes.ts";
import { median, type Row, type Table } from "./report.ts";
import { takeTurns } from "./rounds.ts";
import { memoryOfRuntimes } from "./runtime_memory.ts";

const MIB = 1024 * 1024;
const LARGE = "8 GiB";
const SMALL = "64 MiB";
const MANY = "100 times 64 MiB at once";

/** How much memory an upload takes at its peak. */
export async function memory(bench: Bench): Promise<Table> {
  const { folder, rounds } = bench;
  await using receiver = await startReceiver();
  const url = `http://127.0.0.1:${receiver.port}/`;
  const small = sparse(join(folder, "small"), 64 * MIB);
  const large = sparse(join(folder, "large"), 8192 * MIB);
  const peak = (file: string, atOnce: number) => async () => {
    const sent = await send(denoSender("upload"), { url, file, atOnce });
    if (sent.answer !== String(Deno.statSync(file).size)) {
      throw new Error(`the upload ended with ${sent.answer}`);
    }
    return sent.peakMiB ?? NaN;
  };
  const peaks = await takeTurns(
    new Map([
      [SMALL, peak(small, 1)],
      [LARGE, peak(large, 1)],
      [MANY, peak(small, 100)],
    ]),
    rounds,
  );
  const unit = "MiB";
  const base = median(peaks.get(SMALL) ?? []);
  const above = (name: string, atMost: number): Row => ({
    name: `${name}, above one of ${SMALL}`,
    unit,
    values: (peaks.get(name) ?? []).map((value) => value - base),
    target: { atMost },
  });
  const rows = Array.from(peaks, ([name, values]) => ({ name, unit, values }));
  const inRuntimes = await memoryOfRuntimes(bench);
  return {
    title: "Memory, peak of the resident set (VmHWM) of the whole process",
    rows: [...rows, above(LARGE, 32), above(MANY, 200), ...inRuntimes.rows],
    notes: inRuntimes.notes,
  };
}

function sparse(path: string, size: number): string {
  Deno.writeFileSync(path, new Uint8Array());
  Deno.truncateSync(path, size);
  return path;
}
