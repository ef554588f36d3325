import type { Bench } from "./bench.ts";
import { over, type Run, sparse } from "./line_run.ts";
import type { Row, Table, Target } from "./report.ts";
import { type ShapedLine, whyNoLine } from "./shaped_line.ts";

const TITLE = "Slow lines, veth pairs and a shaped router between namespaces";
const KBIT = 1000;
const MBIT = 1000 * KBIT;
const TIMEOUT = 3;

/** How fine progress is on slow lines, how true it is, and when the timeout fires. */
export async function slowLines(bench: Bench): Promise<Table> {
  const skipped = await whyNoLine(MBIT);
  if (skipped !== undefined) return { title: TITLE, rows: [], skipped };
  // Lines of their own, and slow ones: they may as well run at once.
  const rows = await Promise.all([
    paced(bench, "10 Mbit/s, 12 MB", 10 * MBIT, 12e6, { atMost: 500 }),
    paced(bench, "1 Mbit/s, 2 MB", MBIT, 2e6),
    paced(bench, "200 kbit/s, 500 KB", 200 * KBIT, 500e3),
    paced(bench, "200 kbit/s, 1 MB", 200 * KBIT, 1e6),
    paced(bench, "200 kbit/s, 2 MB", 200 * KBIT, 2e6),
    dead(bench, 10 * MBIT, 20e6),
    dead(bench, MBIT, 20e6),
  ]);
  const fast = await gigabit(bench);
  const notes = [
    "widest gap: between two progress events, after the first second; it may be 10 % wider than the transport's own where that is wide",
    "transport's own: between two times that fetch asks a stream of 64 KiB chunks",
    "silence before the answer: after the last progress event, while buffers drain",
    "ahead: bytesTransferred less what the receiver had read by then, after the first second",
  ];
  return { title: TITLE, rows: [...rows.flat(), ...fast], notes };
}

async function paced(
  bench: Bench,
  name: string,
  bits: number,
  size: number,
  target?: Target,
): Promise<Row[]> {
  const file = sparse(bench, name, size);
  const [own, bare] = await Promise.all([
    over(bits, "upload", { file }),
    over(bits, "pulls", { file }),
  ]);
  const { answer, ms, startedAt = 0, progress = [] } = own.sent;
  const ended = startedAt + ms;
  const lastAt = progress.at(-1)?.at ?? ended;
  const ownGap = Math.round(widestGap(bare) * 1.1);
  const rows: Row[] = [
    {
      name: `${name}: whole at the receiver (${answer})`,
      unit: "",
      values: [Number(answer === String(size))],
      target: { atLeast: 1 },
    },
    {
      name: `${name}: widest gap`,
      unit: "ms",
      values: [widestGap(own)],
      target: target ?? { atMost: Math.max(500, ownGap) },
    },
    {
      name: `${name}: transport's own gap`,
      unit: "ms",
      values: [widestGap(bare)],
    },
    {
      name: `${name}: silence before the answer`,
      unit: "s",
      values: [(ended - lastAt) / 1000],
    },
    { name: `${name}: ahead`, unit: "KB", values: ahead(own) },
  ];
  return rows.filter(({ values }) => values.length > 0);
}

/** A line that goes dead on the way. */
async function dead(bench: Bench, bits: number, size: number): Promise<Row[]> {
  const name = `${bits / MBIT} Mbit/s, dead after 5 s`;
  const file = sparse(bench, name, size);
  let cutAt = 0;
  const cut = async (line: ShapedLine) => {
    await new Promise((resolve) => setTimeout(resolve, 5000));
    cutAt = Date.now();
    await line.cut();
  };
  const { sent } = await over(bits, "upload", { file, timeout: TIMEOUT }, cut);
  const after = (sent.startedAt ?? 0) + sent.ms - cutAt;
  return [{
    name: `${name}: ${sent.answer} after`,
    unit: "s",
    values: [after / 1000],
    target: { atMost: sent.answer === "timeout" ? 10 * TIMEOUT : 0 },
  }];
}

/** Fast enough to flood the loop with events, if nothing held them back. */
async function gigabit({ file }: Bench): Promise<Row[]> {
  const run = (progress: boolean) =>
    over(1000 * MBIT, "upload", { file, progress });
  const [withEvents, without] = [await run(true), await run(false)];
  const events = withEvents.sent.progress?.length ?? 0;
  return [
    {
      name: "1 Gbit/s, 1 GiB: progress events a second",
      unit: "/s",
      values: [events / withEvents.sent.ms * 1000],
      target: { atMost: 11 },
    },
    {
      name: "1 Gbit/s, 1 GiB: time with progress",
      unit: "ms",
      values: [withEvents.sent.ms],
      ratios: [withEvents.sent.ms / without.sent.ms],
      target: { atMost: 1.02 },
    },
    { name: "1 Gbit/s, 1 GiB: ahead", unit: "KB", values: ahead(withEvents) },
  ];
}

function afterFirstSecond({ sent: { progress = [], startedAt = 0 } }: Run) {
  return progress.filter(({ at }) => at >= startedAt + 1000);
}

function widestGap(run: Run): number {
  const events = afterFirstSecond(run);
  return Math.max(
    0,
    ...events.slice(1).map(({ at }, index) => at - (events[index]?.at ?? at)),
  );
}

/** In KB, at each progress event. */
function ahead(run: Run): number[] {
  return afterFirstSecond(run).map(({ at, bytes }) => {
    const read = run.readings.findLast((reading) => reading.at <= at);
    return (bytes - (read?.bytes ?? 0)) / 1000;
  });
}
