import { fromFileUrl } from "@std/path/posix/from-file-url";
import { type Hosts, prepareHosts } from "../runtimes/hosts.ts";
import { chooseRuntimes, type Runtime } from "../runtimes/runtimes.ts";
import type { Bench } from "./bench.ts";
import type { Peak } from "./peak_of.ts";
import { HERE, startReceiver } from "./processes.ts";
import type { Row } from "./report.ts";
import { progress } from "./rounds.ts";
import type { Kind, MemoryOptions } from "./send/memory_in_runtime.ts";

const MIB = 1024 * 1024;
const SMALL = MIB;
const LARGE = 1024 * MIB;
const MAX_MIB = 64;
/** Peaks differ little from round to round. */
const MAX_ROUNDS = 3;
const NAMES: Readonly<Record<Kind, string>> = {
  file: "1 GiB by name",
  blob: "a Blob of 1 GiB",
  stream: "a stream of 1 GiB, of unknown length",
};
const KINDS = ["file", "blob", "stream"] as const;
// Not less than all permissions, or it could not look into /proc.
const PEAK_OF = [
  ...[Deno.execPath(), "run", "--quiet", "--allow-all"],
  fromFileUrl(new URL("peak_of.ts", HERE)),
];

/** How much more memory a large upload takes at its peak than a small one, in each runtime. */
export async function memoryOfRuntimes(
  { file, folder, rounds }: Bench,
): Promise<{ rows: Row[]; notes: string[] }> {
  const chosen = chooseRuntimes([]);
  await using hosts = await prepareHosts(
    chosen,
    "tests/bench/send/memory_in_runtime.ts",
  );
  await using receiver = await startReceiver();
  const url = `http://127.0.0.1:${receiver.port}/`;
  const small = `${folder}/1MiB`;
  await Deno.writeFile(small, new Uint8Array(SMALL));
  const rows: Row[] = [];
  const notes = [
    "Node 24 and later collect no garbage of buffers before there are 64 MiB of it",
  ];
  for (const runtime of chosen) {
    progress(runtime.name);
    for (const kind of KINDS) {
      const name = `${runtime.name}: ${NAMES[kind]}`;
      const reason = whyNot(runtime, kind);
      if (reason !== undefined) {
        notes.push(`${name}: skipped, ${reason}`);
        continue;
      }
      const values: number[] = [];
      for (let round = 0; round < Math.min(rounds, MAX_ROUNDS); round++) {
        const base = { url, kind, file: small, size: SMALL };
        values.push(
          await peakOf(hosts, runtime, { url, kind, file, size: LARGE }) -
            await peakOf(hosts, runtime, base),
        );
      }
      const target = { atMost: MAX_MIB };
      rows.push({ name: `${name}, above 1 MiB`, unit: "MiB", values, target });
    }
  }
  return { rows, notes };
}

function whyNot(
  { name, abilities }: Runtime,
  kind: Kind,
): string | undefined {
  if (!abilities.streams) return "it is given the whole body";
  if (abilities.files) return undefined;
  if (kind === "file") return "it has no files";
  return kind === "blob" ? `a Blob of ${name} is in memory` : undefined;
}

/** What the processes of a runtime take at their peak, in MiB. */
async function peakOf(
  hosts: Hosts,
  runtime: Runtime,
  options: MemoryOptions,
): Promise<number> {
  const peak = await hosts.run(runtime, options, PEAK_OF);
  if (!isPeak(peak)) throw new TypeError("no peak was measured");
  if (peak.result === options.size) return peak.peakMiB;
  throw new Error(`${runtime.name}: ${peak.result} bytes arrived`);
}

function isPeak(given: unknown): given is Peak {
  return typeof given === "object" && given !== null && "peakMiB" in given;
}
