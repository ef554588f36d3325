import { join } from "@std/path/posix/join";
import { cliCommand } from "../support/cli/cli_command.ts";
import type { Bench } from "./bench.ts";
import { denoSender, run, startReceiver } from "./processes.ts";
import type { Row, Table } from "./report.ts";
import { type Contender, ratiosOf, takeTurns } from "./rounds.ts";

const SMALL_FILES = 1000;
const SMALL_SIZE = 10 * 1024;
const UPLOAD = "upload";
const CURL = "curl -T";
const PROGRAM = "a program with upload()";
const BARE = "a program with readFile() and fetch()";

/** What the command line costs, against curl and a program of one's own. */
export async function cli(bench: Bench): Promise<Table> {
  return {
    title: "The command line, whole processes",
    rows: [
      ...await firstByte(bench),
      ...await largeFile(bench),
      ...await smallFiles(bench),
    ],
    notes: [
      "ratio: how many times as fast the command line is",
      bench.loopback.note,
    ],
  };
}

/** The time from the start of the process to the first byte of its request. */
async function firstByte({ folder, rounds }: Bench): Promise<Row[]> {
  const file = join(folder, "first");
  Deno.writeFileSync(file, new Uint8Array(SMALL_SIZE));
  let arrived = NaN;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    async ({ body }) => {
      arrived = performance.now();
      await body?.pipeTo(new WritableStream());
      return new Response();
    },
  );
  const url = `http://127.0.0.1:${server.addr.port}/`;
  const measure = (command: readonly string[]) => async () => {
    const start = performance.now();
    await run(...command);
    return arrived - start;
  };
  const times = await takeTurns(
    new Map([
      [UPLOAD, measure(cliCommand(["-q", file, url]))],
      [BARE, measure([...denoSender("files"), url, "1", file])],
      [CURL, measure(["curl", "-sS", "-H", "Expect:", "-T", file, url])],
    ]),
    rounds,
  );
  return compared("start to first byte", "ms", times);
}

/** A large file: whole processes, and the speed of the transfer alone. */
async function largeFile(
  { file, rounds, loopback: { prefix } }: Bench,
): Promise<Row[]> {
  await using receiver = await startReceiver({ prefix });
  const url = `http://127.0.0.1:${receiver.port}/`;
  const own = [...prefix, ...cliCommand(["--json", file, url])];
  const program = [...prefix, ...denoSender("once"), url, file];
  const curl = ["curl", "-sS", "-H", "Expect:", "-T", file, url];
  const times = await takeTurns(
    new Map([
      [UPLOAD, timed([...prefix, ...cliCommand([file, url])])],
      [PROGRAM, timed(program)],
      [CURL, timed([...prefix, ...curl])],
    ]),
    rounds,
  );
  const speeds = await takeTurns(
    new Map([[UPLOAD, speedOf(own)], [PROGRAM, speedOf(program)]]),
    rounds,
  );
  const [ownSpeeds = [], programSpeeds = []] = [...speeds.values()];
  return [
    ...compared("1 GiB", "ms", times),
    {
      name: `1 GiB, transfer alone: ${UPLOAD}`,
      unit: "MB/s",
      values: ownSpeeds,
    },
    {
      name: `1 GiB, transfer alone: ${PROGRAM}`,
      unit: "MB/s",
      values: programSpeeds,
      ratios: ratiosOf(ownSpeeds, programSpeeds),
      target: { atLeast: 0.95 },
    },
  ];
}

/** The average speed in MB/s that the last line of a program has. */
function speedOf(command: readonly string[]): Contender {
  return async () => {
    const lines = (await run(...command)).trimEnd().split("\n");
    const { bytesPerSecond } = JSON.parse(lines.at(-1) ?? "");
    return bytesPerSecond / 1e6;
  };
}

async function smallFiles(
  { folder, rounds, loopback: { prefix } }: Bench,
): Promise<Row[]> {
  await using receiver = await startReceiver({ prefix });
  const url = `http://127.0.0.1:${receiver.port}/`;
  const files = Array.from({ length: SMALL_FILES }, (_, at) => {
    const path = join(folder, `small${at}`);
    Deno.writeFileSync(path, new Uint8Array(SMALL_SIZE));
    return path;
  });
  const curl = [
    ...["curl", "-sS", "-Z", "--parallel-max", "8", "-H", "Expect:"],
    ...["-T", `${folder}/small[0-${SMALL_FILES - 1}]`, url],
  ];
  const times = await takeTurns(
    new Map([
      [UPLOAD, timed([...prefix, ...cliCommand(["-j8", ...files, url])])],
      [BARE, timed([...prefix, ...denoSender("files"), url, "8", ...files])],
      [CURL, timed([...prefix, ...curl])],
    ]),
    rounds,
  );
  return compared("1,000 files of 10 KiB, 8 at a time", "ms", times, {
    [CURL]: 1,
  });
}

/** The time that a whole process takes, in ms. */
function timed(command: readonly string[]): Contender {
  return async () => {
    const start = performance.now();
    await run(...command);
    return performance.now() - start;
  };
}

function compared(
  what: string,
  unit: string,
  times: ReadonlyMap<string, readonly number[]>,
  targets: Readonly<Record<string, number>> = {},
): Row[] {
  const own = times.get(UPLOAD) ?? [];
  return Array.from(times, ([name, values]): Row => {
    const row = { name: `${what}: ${name}`, unit, values };
    const atLeast = targets[name];
    if (name === UPLOAD) return row;
    const ratios = ratiosOf(values, own);
    return atLeast === undefined
      ? { ...row, ratios }
      : { ...row, ratios, target: { atLeast } };
  });
}
