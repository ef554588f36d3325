/**
 * Uploads 20,000 times, of every kind and with every outcome, and checks that memory,
 * open files and running uploads end where they began.
 *
 *     deno task soak [COUNT]
 *
 * @module
 */

import { upload, type UploadOptions } from "@network/upload";
import { runningCount } from "../src/transfer/cancel_registry.ts";
import { TempFolder } from "./support/files.ts";
import { countOpen } from "./support/open_files.ts";
import { spawnProgram } from "./support/program.ts";
import { chooseSeed, Random } from "./support/random.ts";

const COUNT = Number(Deno.args[0] ?? 20_000);
const AT_ONCE = 32;
const WARM_UP = Math.min(2_000, COUNT / 10);

const random = new Random(chooseSeed());
using folder = new TempFolder();
folder.write("small.txt", 1_000);
folder.write("large.bin", 3_000_000);

const server = spawnProgram("tests/support/sink_server.ts", {
  permissions: ["--allow-net=127.0.0.1"],
});
const said = await server.stdout.getReader().read();
const url = new TextDecoder().decode(said.value).trim();

/** What is uploaded to a server that is busy every other time. */
const RETRIED: Pick<UploadOptions, "url" | "retry"> = {
  url: `${url}busy`,
  retry: {
    limit: 2,
    baseDelay: 5,
    refresh: () => ({ headers: { "x-fresh": 1 } }),
  },
};

const outcomes = new Map<string, number>();
await run(WARM_UP);
const before = await measure();
outcomes.clear();
await run(COUNT);
const after = await measure();
server.kill();
await server.status;

console.log(Object.fromEntries([...outcomes].sort()));
console.table({ before, after });
if (after.running !== 0 || after.openFiles > before.openFiles + AT_ONCE) {
  Deno.exitCode = 1;
}

async function run(count: number): Promise<void> {
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      const outcome = await uploadOnce();
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function uploadOnce(): Promise<string> {
  const running = upload({
    url,
    contentType: "application/octet-stream",
    progress: random.chance(0.5),
    ...whatToSend(),
  });
  if (random.chance(0.1)) running.cancel();
  if (random.chance(0.3)) {
    for await (const event of running) {
      if (event.phase === "retrying" && random.chance(0.2)) running.cancel();
      if (event.phase === "progress" && random.chance(0.2)) break;
    }
  }
  const ended = await running.ended;
  return ended.isError ? ended.error.code : String(ended.status);
}

function whatToSend(): Partial<UploadOptions> & Pick<UploadOptions, "source"> {
  const bytes = new Uint8Array(random.below(100_000));
  switch (random.below(11)) {
    case 0:
      return { source: "small.txt", baseDirectory: folder.url };
    case 1:
      return { source: "large.bin", baseDirectory: folder.url };
    case 2:
      return { source: "missing.bin", baseDirectory: folder.url };
    case 3:
      return { source: new Blob([bytes]), multipart: { fields: { a: "b" } } };
    case 4:
      return { source: new Blob([bytes]).stream() };
    case 5:
      return { source: new Blob([bytes]).stream(), size: bytes.byteLength + 1 };
    case 6:
      return { source: new Uint8Array(500_000), url: `${url}refused` };
    case 7:
      return { source: "large.bin", baseDirectory: folder.url, ...RETRIED };
    case 8:
      return { source: new Blob([bytes]), multipart: {}, ...RETRIED };
    case 9:
      return { source: new Blob([bytes]).stream(), ...RETRIED };
    default:
      return { source: bytes };
  }
}

async function measure() {
  // What is no longer used should not count; `--expose-gc` gives the means.
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect === "function") collect();
  return {
    rssMiB: Math.round(Deno.memoryUsage().rss / 2 ** 20),
    openFiles: await countOpen(),
    running: runningCount(),
  };
}
