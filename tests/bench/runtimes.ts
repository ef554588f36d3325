import { prepareHosts } from "../runtimes/hosts.ts";
import { chooseRuntimes } from "../runtimes/runtimes.ts";
import type { Bench } from "./bench.ts";
import { startReceiver } from "./processes.ts";
import type { Row, Table } from "./report.ts";
import { progress, ratiosOf } from "./rounds.ts";
import type { SpeedOptions, Speeds } from "./send/in_runtime.ts";

const IN_MEMORY = 256 * 1024 * 1024;

/** How fast uploads are in each runtime, against its own bare `fetch` of the same. */
export async function runtimes(
  { file, rounds, loopback }: Bench,
): Promise<Table> {
  const chosen = chooseRuntimes([]);
  await using hosts = await prepareHosts(
    chosen,
    "tests/bench/send/in_runtime.ts",
  );
  await using receiver = await startReceiver(loopback);
  const url = `http://127.0.0.1:${receiver.port}/`;
  const { size } = await Deno.stat(file);
  const rows: Row[] = [];
  for (const runtime of chosen) {
    const { name, abilities } = runtime;
    progress(name);
    const options: SpeedOptions = abilities.files
      ? { url, file, size, rounds }
      : { url, file: undefined, size: IN_MEMORY, rounds };
    const { bare, upload } = toSpeeds(
      await hosts.run(runtime, options, loopback.prefix),
    );
    const unit = "MB/s";
    rows.push(
      { name: `${name}: fetch()`, unit, values: bare },
      {
        name: `${name}: upload(), progress: true`,
        unit,
        values: upload,
        ratios: ratiosOf(upload, bare),
      },
    );
  }
  const notes = [
    "ratio: upload() to fetch() of the same file in the same process, as the runtime's documentation says to send it",
    "workerd and browsers have no files: 256 MiB from memory, as a stream and as a Blob",
    loopback.note,
  ];
  return { title: "Throughput in each runtime, 1 GiB", rows, notes };
}

function toSpeeds(given: unknown): Speeds {
  if (isSpeeds(given)) return given;
  throw new TypeError("no speeds were measured");
}

function isSpeeds(given: unknown): given is Speeds {
  return typeof given === "object" && given !== null && "bare" in given &&
    "upload" in given;
}
