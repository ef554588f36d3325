import { join } from "@std/path/posix/join";
import { installFromNpm } from "../support/npm.ts";
import type { Bench } from "./bench.ts";
import { parallelOnLossyLine } from "./lossy_line.ts";
import { denoSender, HERE, send, startReceiver } from "./processes.ts";
import { median, type Row, type Table, type Target } from "./report.ts";
import { type Contender, ratiosOf, takeTurns } from "./rounds.ts";
import { timed } from "./throughput.ts";

const MIB = 1024 * 1024;
const CHUNK = { chunkSize: 8 * MIB };
const TUS = "tus(), one PATCH";
const PUT = "upload() by PUT";
const CHUNKED = "tus(), chunks of 8 MiB";
const CLIENT = "tus-js-client in Node, one PATCH";
const CLIENT_CHUNKED = "tus-js-client in Node, chunks of 8 MiB";
const SERVER = "the server itself (raw writes), one PATCH";
const SERVER_CHUNKED = "the server itself, chunks of 8 MiB";
const STREAM = "peak memory, a stream of unknown length";
const STREAM_CHUNKED = "peak memory, a stream in chunks of 8 MiB";
const PACKAGES = ["@tus/server@2", "@tus/file-store@2", "tus-js-client@4.3.1"];
const PROGRAMS = ["disk_server.mjs", "send/tus_js_client.mjs"];
/** Of {@linkcode TUS} divided by the other one. */
const TARGETS = new Map<string, Target>([
  [PUT, { atLeast: 0.95 }],
  [CLIENT, { atLeast: 2 }],
  [CHUNKED, { atMost: 1.25 }],
]);

/** A server that writes to files. */
interface DiskServer {
  readonly url: string;
  /** Where it writes to. */
  readonly disk: string;
  /** Where its packages are. */
  readonly folder: string;
}

/** What resumable uploads cost, and what parts at the same time gain on a bad line. */
export async function resumable(bench: Bench): Promise<Table> {
  const folder = join(bench.folder, "resumable");
  const disk = join(folder, "disk");
  await Deno.mkdir(disk, { recursive: true });
  await installFromNpm(folder, PACKAGES);
  for (const program of PROGRAMS) {
    const name = program.slice(program.lastIndexOf("/") + 1);
    await Deno.copyFile(new URL(program, HERE), join(folder, name));
  }
  await using receiver = await startReceiver({
    command: ["node", join(folder, "disk_server.mjs"), disk],
    prefix: bench.loopback.prefix,
  });
  const url = `http://127.0.0.1:${receiver.port}/`;
  const server = { url, disk, folder };
  const speeds = await speedOfTus(bench, server);
  const memory = await memoryOfChunks(bench, server);
  const line = await parallelOnLossyLine(bench);
  const notes = [
    "ratio: tus() with one PATCH divided by this one",
    "one Node process receives all: @tus/server with its file store, and a PUT that it pipes to a file on the same disk",
    bench.loopback.note,
    ...line.notes,
  ];
  return {
    title: "Resumable uploads by tus, 1 GiB",
    rows: [...speeds, ...memory, ...line.rows],
    notes,
  };
}

async function speedOfTus(
  bench: Bench,
  { url, disk, folder }: DiskServer,
): Promise<Row[]> {
  const files = `${url}files`;
  const tus = denoSender("tus");
  const raw = denoSender("raw_tus");
  const client = ["node", join(folder, "tus_js_client.mjs")];
  const stored = (
    command: readonly string[],
    request: { readonly url: string; readonly chunkSize?: number },
  ) => onDisk(bench, disk, timed(bench, command, request));
  const speeds = await takeTurns(
    new Map([
      [TUS, stored(tus, { url: files })],
      [PUT, stored(denoSender("upload"), { url })],
      [CHUNKED, stored(tus, { url: files, ...CHUNK })],
      [CLIENT, stored(client, { url: files })],
      [CLIENT_CHUNKED, stored(client, { url: files, ...CHUNK })],
      [SERVER, stored(raw, { url: files })],
      [SERVER_CHUNKED, stored(raw, { url: files, ...CHUNK })],
    ]),
    bench.rounds,
  );
  const own = speeds.get(TUS) ?? [];
  return Array.from(speeds, ([name, values]): Row => {
    const row = { name, unit: "MB/s", values };
    if (name === TUS) return row;
    const target = TARGETS.get(name);
    return { ...row, ratios: ratiosOf(own, values), ...(target && { target }) };
  });
}

async function memoryOfChunks(
  bench: Bench,
  { url, disk }: DiskServer,
): Promise<Row[]> {
  const { file, loopback: { prefix } } = bench;
  const peak = (options: { readonly chunkSize?: number }) =>
    onDisk(bench, disk, async () => {
      const request = { url: `${url}files`, file, asStream: true, ...options };
      const { peakMiB = NaN } = await send(denoSender("tus"), request, prefix);
      return peakMiB;
    });
  const peaks = await takeTurns(
    new Map([[STREAM, peak({})], [STREAM_CHUNKED, peak(CHUNK)]]),
    bench.rounds,
  );
  const unit = "MiB";
  const base = median(peaks.get(STREAM) ?? []);
  const above: Row = {
    name: `${STREAM_CHUNKED}, above one PATCH`,
    unit,
    values: (peaks.get(STREAM_CHUNKED) ?? []).map((value) => value - base),
    target: { atMost: 24 },
  };
  const rows = Array.from(peaks, ([name, values]) => ({ name, unit, values }));
  return [...rows, above];
}

/** Compares what a contender left on the disk with the file in size, and removes it. */
function onDisk(
  { file }: Bench,
  disk: string,
  contender: Contender,
): Contender {
  return async () => {
    const value = await contender();
    const { size } = Deno.statSync(file);
    const paths = Array.from(
      Deno.readDirSync(disk),
      ({ name }) => join(disk, name),
    );
    const arrived = paths.some((path) => Deno.statSync(path).size === size);
    for (const path of paths) Deno.removeSync(path);
    if (arrived) return value;
    throw new Error(`the server has no file of ${size} bytes`);
  };
}
