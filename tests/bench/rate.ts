import type { Bench } from "./bench.ts";
import { over, type Run, sparse } from "./line_run.ts";
import { denoSender, send, startReceiver } from "./processes.ts";
import { median, type Row, type Table } from "./report.ts";
import { whyNoLine } from "./shaped_line.ts";

const TITLE = "Rate and time left on shaped lines, and the pace of a limit";
const MBIT = 1_000_000;
/** How long a limit is watched, in seconds. */
const PACED_SECONDS = 10;

/** How true the rate and the time left are, and how exact a limit is. */
export async function rate(bench: Bench): Promise<Table> {
  const lines = await whyNoLine(MBIT);
  const rows: Row[] = [];
  if (lines === undefined) {
    rows.push(...await shown(bench, "1 Mbit/s, 3 MB", MBIT, 3e6));
    rows.push(...await shown(bench, "10 Mbit/s, 20 MB", 10 * MBIT, 20e6));
    rows.push(...await shown(bench, "100 Mbit/s, 150 MB", 100 * MBIT, 150e6));
  }
  for (const limit of [64e3, 1e6, 10e6, 100e6]) {
    rows.push(await paced(bench, limit));
  }
  const notes = [
    "off: the greatest error of an event, in per cent of what the receiver read",
    "an error of the time left below half a second does not count",
  ];
  if (lines !== undefined) notes.push(`no shaped lines: ${lines}`);
  return { title: TITLE, rows, notes };
}

async function shown(
  bench: Bench,
  name: string,
  bits: number,
  size: number,
): Promise<Row[]> {
  const run = await over(bits, "upload", { file: sparse(bench, name, size) });
  return [
    {
      name: `${name}: bytesPerSecond off after 3 s`,
      unit: "%",
      values: [rateError(run)],
      target: { atMost: 15 },
    },
    {
      name: `${name}: secondsRemaining off from a third of the way on`,
      unit: "%",
      values: [timeError(run)],
      target: { atMost: 25 },
    },
  ];
}

function rateError({ sent, readings }: Run): number {
  const { progress = [], startedAt = 0 } = sent;
  const [first, last] = [readings[0], readings.at(-1)];
  if (first === undefined || last === undefined) return NaN;
  const real = (last.bytes - first.bytes) / (last.at - first.at) * 1000;
  const errors = progress
    .filter(({ at, bytes }) => at > startedAt + 3000 && bytes < last.bytes)
    .map(({ bytesPerSecond = -1 }) => percentOff(bytesPerSecond, real));
  return Math.max(...errors);
}

function timeError({ sent, readings }: Run): number {
  const { progress = [], startedAt = 0 } = sent;
  const end = readings.at(-1)?.at ?? NaN;
  const errors = progress
    .filter(({ at }) => at > (2 * startedAt + end) / 3)
    .map(({ at, secondsRemaining = -1 }) => {
      const left = (end - at) / 1000;
      const isClose = Math.abs(secondsRemaining - left) < 0.5;
      return isClose ? 0 : percentOff(secondsRemaining, left);
    });
  return Math.max(...errors);
}

async function paced(bench: Bench, limit: number): Promise<Row> {
  await using receiver = await startReceiver();
  const url = `http://127.0.0.1:${receiver.port}/`;
  const name = `${limit / 1000} KB/s`;
  const file = sparse(bench, name, limit * PACED_SECONDS);
  const request = { url, file, maxBytesPerSecond: limit };
  const values: number[] = [];
  for (let round = 0; round < Math.min(bench.rounds, 3); round++) {
    const { ms } = await send(denoSender("upload"), request);
    values.push(percentOff(PACED_SECONDS * 1000, ms));
  }
  return {
    name: `a limit of ${name}: off over ${PACED_SECONDS} s`,
    unit: "%",
    values: [median(values)],
    target: { atMost: 3 },
  };
}

function percentOff(shown: number, real: number): number {
  return Math.abs(shown / real - 1) * 100;
}
