import type { Bench } from "./bench.ts";
import { denoSender, run, startReceiver } from "./processes.ts";
import { median, type Row, type Table } from "./report.ts";
import { progress } from "./rounds.ts";
import type { ManyResult } from "./send/many.ts";

const FEW = 10_000;
const MANY = 100_000;

/** How fast `uploadAll()` is, and whether its memory grows with the number of uploads. */
export async function many({ rounds, loopback }: Bench): Promise<Table> {
  await using receiver = await startReceiver(loopback);
  const url = `http://127.0.0.1:${receiver.port}/`;
  const sender = denoSender("many");
  const measure = async (count: number, how: string): Promise<ManyResult> =>
    JSON.parse(
      await run(...loopback.prefix, ...sender, url, `${count}`, how),
    );
  const rows: Row[] = [];
  for (const how of ["read", "awaited"]) {
    const results: { few: ManyResult; many: ManyResult }[] = [];
    for (let round = 1; round <= rounds; round++) {
      results.push({
        few: await measure(FEW, how),
        many: await measure(MANY, how),
      });
      progress(`${how}: round ${round} of ${rounds}`);
    }
    const base = median(results.map(({ few }) => few.peakMiB));
    rows.push({
      name: `${MANY}, events ${how}`,
      unit: "/s",
      values: results.map(({ many }) => many.perSecond),
    }, {
      name: `peak memory of ${FEW}, events ${how}`,
      unit: "MiB",
      values: results.map(({ few }) => few.peakMiB),
    }, {
      name: `${MANY} above ${FEW}, events ${how}`,
      unit: "MiB",
      values: results.map(({ many }) => many.peakMiB - base),
      target: { atMost: 32 },
    });
  }
  return {
    title: "Many uploads of 1 KiB by uploadAll(), 32 at a time, with progress",
    rows,
    notes: [loopback.note],
  };
}
