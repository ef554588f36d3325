import type { Bench } from "./bench.ts";
import { sparse } from "./line_run.ts";
import { denoReceiver, denoSender, send, startReceiver } from "./processes.ts";
import type { Row } from "./report.ts";
import { ratiosOf, takeTurns } from "./rounds.ts";
import { layLine, whyNoLine } from "./shaped_line.ts";

const BITS = 100_000_000;
const FAULTS = { roundTripMs: 100, lossPercent: 1 };
const SIZE = 4e6;
const NAME = "100 Mbit/s, 100 ms, 1 % loss, 4 MB";
const ONE = `${NAME}: parallel: 1`;
const FOUR = `${NAME}: parallel: 4`;

/** How much faster parts at the same time are on a long line that loses packets. */
export async function parallelOnLossyLine(
  bench: Bench,
): Promise<{ rows: Row[]; notes: string[] }> {
  const skipped = await whyNoLine(BITS, FAULTS);
  if (skipped !== undefined) {
    return { rows: [], notes: [`${NAME}: skipped, ${skipped}`] };
  }
  const file = sparse(bench, NAME, SIZE);
  const speeds = await takeTurns(
    new Map([[ONE, () => speed(file, 1)], [FOUR, () => speed(file, 4)]]),
    bench.rounds,
  );
  const [one = [], four = []] = speeds.values();
  const unit = "KB/s";
  const ratios = ratiosOf(four, one);
  const rows: Row[] = [
    { name: FOUR, unit, values: four },
    { name: ONE, unit, values: one, ratios, target: { atLeast: 1 } },
  ];
  const notes = [
    "on the line the server is a strict one, as @tus/server has no concatenation; ratio: four parts to one",
  ];
  return { rows, notes };
}

/** In KB/s, on a line of its own. */
async function speed(file: string, parallel: number): Promise<number> {
  await using line = await layLine(BITS, FAULTS);
  const { hostname, receiving, sending } = line;
  await using server = await startReceiver({
    command: denoReceiver("tus_receiver", [hostname]),
    prefix: receiving,
  });
  const url = `http://${hostname}:${server.port}/files/`;
  const request = { url, file, parallel };
  const { ms, answer } = await send(denoSender("tus"), request, sending);
  if (answer === String(SIZE)) return SIZE / ms;
  throw new Error(`${answer} of ${SIZE} bytes arrived`);
}
