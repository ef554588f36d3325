import { join } from "@std/path/posix/join";
import { bundle } from "../support/bundle.ts";
import { packages } from "../support/program.ts";
import type { Bench } from "./bench.ts";
import { HERE, send, startReceiver } from "./processes.ts";
import type { Row, Table, Target } from "./report.ts";
import { type Contender, ratiosOf, takeTurns } from "./rounds.ts";
import { installLibStorage, sizesOfS3 } from "./s3_size.ts";
import { toolsForS3 } from "./s3_tools.ts";
import type { SendRequest, SendResult } from "./send/protocol.ts";

/** A sink, and how programs send to it. */
interface Sink {
  readonly url: string;
  /** The sizes of the objects that it has got. */
  readonly sizes: readonly string[];
  readonly deno: readonly string[];
  readonly node: readonly string[];
  readonly libStorage: readonly string[];
}

const MIB = 1024 * 1024;
/** Four parts of 16 MiB at the same time, for all. */
const PARTS = { chunkSize: 16 * MIB, parallel: 4 };
const IN_DENO = "s3() in Deno";
const IN_NODE = "s3() in Node";
const LIB_STORAGE = "lib-storage in Node";
/** Of {@linkcode IN_DENO} divided by the other one. */
const TARGETS = new Map<string, Target>([[LIB_STORAGE, { atLeast: 1.5 }]]);
const TOOL_TARGET: Target = { atLeast: 1 };
const PEAK_TARGET: Target = { atMost: 64 };

/** What objects in parts cost, against `@aws-sdk/lib-storage` and tools of the command line. */
export async function s3(bench: Bench): Promise<Table> {
  const folder = join(bench.folder, "s3");
  await Deno.mkdir(folder);
  await installLibStorage(folder);
  const program = join(folder, "s3.mjs");
  await bundle("tests/bench/send/s3.ts", program);
  const host = join(folder, "process.mjs");
  const hostUrl = new URL("../runtimes/host_programs/process.mjs", HERE);
  await Deno.copyFile(hostUrl, host);
  const { prefix } = bench.loopback;
  await using receiver = await startReceiver({
    command: [
      ...[Deno.execPath(), "run", "--quiet", ...packages(), "--allow-net"],
      new URL("s3_receiver.ts", HERE).href,
    ],
    prefix,
  });
  const sink: Sink = {
    url: `http://127.0.0.1:${receiver.port}/bucket/key`,
    sizes: receiver.lines,
    deno: [Deno.execPath(), "run", "--allow-all", host, program],
    node: ["node", host, program],
    libStorage: [
      ...["node", "--no-warnings", join(folder, "lib_storage.mjs")],
    ],
  };
  const speeds = await speedOfS3(bench, sink, folder);
  const memory = await memoryOfS3(bench, sink);
  const sizes = await sizesOfS3(folder);
  return {
    title: "Objects in parts on S3, 1 GiB in parts of 16 MiB, 4 at a time",
    rows: [...speeds.rows, ...memory, ...sizes],
    notes: [
      "ratio: s3() in Deno divided by this one; of sizes, /s3 with all its imports",
      "a sink in a process of its own checks no signature and discards all bytes",
      "tools: without what they need for a file of 16 MiB, in which their start is",
      ...speeds.notes,
      bench.loopback.note,
    ],
  };
}

async function speedOfS3(
  bench: Bench,
  sink: Sink,
  folder: string,
): Promise<{ rows: Row[]; notes: readonly string[] }> {
  const { warmUp } = bench;
  const timed = (command: readonly string[]): Contender => async () => {
    const { ms } = await sendTo(bench, sink, command, { warmUp });
    return Deno.statSync(bench.file).size / ms / 1000;
  };
  const tools = await toolsForS3(bench, sink.url, folder);
  const toolNames = [...tools.contenders.keys()];
  const speeds = await takeTurns(
    new Map([
      [IN_DENO, timed(sink.deno)],
      [IN_NODE, timed(sink.node)],
      [LIB_STORAGE, timed(sink.libStorage)],
      ...tools.contenders,
    ]),
    bench.rounds,
  );
  const own = speeds.get(IN_DENO) ?? [];
  const rows = Array.from(speeds, ([name, values]): Row => {
    const row = { name, unit: "MB/s", values };
    if (name === IN_DENO) return row;
    const target = toolNames.includes(name) ? TOOL_TARGET : TARGETS.get(name);
    return { ...row, ratios: ratiosOf(own, values), ...(target && { target }) };
  });
  return { rows, notes: tools.notes };
}

/** How much more memory a large object takes at its peak than one of a single request. */
async function memoryOfS3(bench: Bench, sink: Sink): Promise<Row[]> {
  const small = `${bench.folder}/1MiB`;
  await Deno.writeFile(small, new Uint8Array(MIB));
  const above = (
    command: readonly string[],
    more: Partial<SendRequest> = {},
  ): Contender =>
  async () => {
    const peak = async (file: string) => {
      const sent = await sendTo(bench, sink, command, { ...more, file });
      return sent.peakMiB ?? NaN;
    };
    return await peak(bench.file) - await peak(small);
  };
  const peaks = await takeTurns(
    new Map([
      [IN_DENO, above(sink.deno)],
      [IN_NODE, above(sink.node)],
      [`${IN_DENO}, a stream`, above(sink.deno, { asStream: true })],
      [`${IN_NODE}, a stream`, above(sink.node, { asStream: true })],
      [LIB_STORAGE, above(sink.libStorage)],
    ]),
    bench.rounds,
  );
  return Array.from(peaks, ([name, values]): Row => ({
    name: `peak memory above 1 MiB: ${name}`,
    unit: "MiB",
    values,
    ...([IN_DENO, IN_NODE].includes(name) && { target: PEAK_TARGET }),
  }));
}

/** Runs a sender, and compares what arrived with the size of its file. */
async function sendTo(
  bench: Bench,
  { url, sizes }: Sink,
  command: readonly string[],
  more: Partial<SendRequest>,
): Promise<SendResult> {
  const request = { url, file: bench.file, ...PARTS, ...more };
  const sent = await send(command, request, bench.loopback.prefix);
  const size = String(Deno.statSync(request.file).size);
  if (sent.answer === size && sizes.at(-1) === size) return sent;
  throw new Error(`${sizes.at(-1)} of ${size} bytes arrived`);
}
