/**
 * Measures the library against what else there is, and its memory and its progress on slow lines:
 *
 *     deno task bench [SECTION...] [--peers] [--rounds=N] [--json=FILE]
 *
 * Sections are `throughput`, `tls`, `small`, `many`, `cli`, `memory`, `slow-lines`, `rate`,
 * `resumable`, `s3`, `runtimes` and `package`; all of them by default.
 * The machine is never quiet, so contenders take turns and only ratios within a run count.
 *
 * @module
 */

import { join } from "@std/path/posix/join";
import { cli } from "./cli.ts";
import { layLoopback, type Loopback } from "./loopback.ts";
import { many } from "./many.ts";
import { memory } from "./memory.ts";
import { size } from "./package.ts";
import { rate } from "./rate.ts";
import { isReached, type Table, toMarkdown } from "./report.ts";
import { resumable } from "./resumable.ts";
import { progress } from "./rounds.ts";
import { runtimes } from "./runtimes.ts";
import { s3 } from "./s3.ts";
import { slowLines } from "./slow_lines.ts";
import { small } from "./small.ts";
import { throughput, tls } from "./throughput.ts";

/** What every section is given. */
export interface Bench {
  /** A temporary folder. */
  readonly folder: string;
  /** A file of 1 GiB in it, not sparse. */
  readonly file: string;
  /** A file of 16 MiB in it, to send first. */
  readonly warmUp: string;
  readonly rounds: number;
  /** What the contenders of one machine send over. */
  readonly loopback: Loopback;
  /** Whether to install other libraries and to race against them. */
  readonly peers: boolean;
}

const MIB = 1024 * 1024;
const SECTIONS = new Map<string, (bench: Bench) => Promise<Table>>([
  ["throughput", throughput],
  ["tls", tls],
  ["small", small],
  ["many", many],
  ["cli", cli],
  ["memory", memory],
  ["slow-lines", slowLines],
  ["rate", rate],
  ["resumable", resumable],
  ["s3", s3],
  ["runtimes", runtimes],
  ["package", size],
]);

if (import.meta.main) await main(Deno.args);

async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.find((name) => !SECTIONS.has(name));
  if (unknown !== undefined) {
    throw new TypeError(`bench: no section is called ${unknown}`);
  }
  const option = (name: string) =>
    args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1];
  const folder = await Deno.makeTempDir({ prefix: "upload_bench_" });
  try {
    await using loopback = await layLoopback();
    const bench: Bench = {
      folder,
      file: makeFile(join(folder, "1GiB"), 1024 * MIB),
      warmUp: makeFile(join(folder, "16MiB"), 16 * MIB),
      rounds: Number(option("rounds") ?? 7),
      loopback,
      peers: args.includes("--peers"),
    };
    const tables: Table[] = [];
    for (const [name, section] of SECTIONS) {
      if (names.length > 0 && !names.includes(name)) continue;
      const table = await section(bench);
      progress("");
      console.log(`${toMarkdown(table)}\n`);
      tables.push(table);
    }
    const json = option("json") ??
      await Deno.makeTempFile({ prefix: "upload_bench_", suffix: ".json" });
    await Deno.writeTextFile(json, toJson(tables));
    console.log(`as JSON: ${json}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function toJson(tables: readonly Table[]): string {
  const { deno } = Deno.version;
  const machine = { deno, cpus: navigator.hardwareConcurrency };
  const judged = tables.map((table) => ({
    ...table,
    rows: table.rows.map((row) => ({ ...row, reached: isReached(row) })),
  }));
  return JSON.stringify({ machine, tables: judged }, null, 2);
}

/** Writes a file of random bytes, which no file system stores smaller than they are. */
function makeFile(path: string, size: number): string {
  using file = Deno.openSync(path, { create: true, write: true });
  const block = new Uint8Array(MIB);
  for (let at = 0; at < MIB; at += 65_536) {
    crypto.getRandomValues(block.subarray(at, at + 65_536));
  }
  for (let left = size; left > 0; left -= block.byteLength) {
    file.writeSync(block);
  }
  return path;
}
