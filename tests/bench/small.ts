import type { Bench } from "./bench.ts";
import { denoSender, run, startReceiver } from "./processes.ts";
import type { Row, Table } from "./report.ts";
import { ratiosOf } from "./rounds.ts";

const COUNT = 2000;

/** What one small upload costs, against bare `fetch` of the same bytes. */
export async function small({ rounds, loopback }: Bench): Promise<Table> {
  await using receiver = await startReceiver(loopback);
  const url = `http://127.0.0.1:${receiver.port}/`;
  const sender = denoSender("small");
  const rates: Record<string, number[]> = JSON.parse(
    await run(...loopback.prefix, ...sender, url, `${COUNT}`, `${rounds}`),
  );
  const rows = [1, 32].flatMap((atOnce): Row[] => {
    const how = atOnce === 1 ? "one after the other" : `${atOnce} at a time`;
    const row = (name: string, key: string): Row => ({
      name: `${name}, ${how}`,
      unit: "/s",
      values: rates[`${key} ${atOnce}`] ?? [],
    });
    const fetched = row("fetch()", "fetch");
    const against = (own: Row): Row => ({
      ...own,
      ratios: ratiosOf(own.values, fetched.values),
    });
    const target = { atLeast: 0.85 };
    return [
      fetched,
      against(row("fetch(), timeout, signal, bound", "careful")),
      { ...against(row("upload().ended", "upload")), target },
      { ...against(row("upload(), a loop, progress", "loop")), target },
    ];
  });
  const notes = [
    "ratio: to fetch() of the same bytes in the same process",
    loopback.note,
  ];
  return { title: `Small uploads, ${COUNT} of 1 KiB`, rows, notes };
}
