import { upload } from "@network/upload";
import type { RufhOptions } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { chooseSeed, Random } from "../support/random.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { rufhOptions } from "../support/rufh/rufh_uploads.ts";
import type { UploadLimits } from "../support/rufh/upload_limits.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";

const SIZE = 20_000_000;
/** About the size of a response, in bytes. */
const RESPONSE = 300;

interface Line {
  readonly version: 6 | 8;
  readonly limits?: UploadLimits;
  /** Whether the source is a stream of unknown size instead of a file. */
  readonly isStream?: boolean;
}

/** Uploads 20 MB over a line that is cut so many times, and checks what came. */
async function uploadWithCuts(
  cuts: number,
  random: Random,
  { version, limits = {}, isStream = false }: Line,
  options: RufhOptions,
): Promise<number> {
  using folder = new TempFolder();
  const bytes = randomBytes(SIZE);
  await using server = await new RufhServer({ version, limits }).listen();
  await using proxy = await new TcpProxy(server.url).listen();
  for (let cut = 0; cut < cuts; cut++) {
    const side = random.chance(0.8) ? "request" : "response";
    const within = side === "request" ? 2 * SIZE / (cuts + 1) : RESPONSE;
    const after = random.below(within);
    const how = random.pick(["close", "reset"]);
    proxy.arm({ side, after, how, when: /^(PATCH|HEAD) / });
  }
  const target = proxy.through(server.target);

  const events = await eventsOf(
    upload(rufhOptions({ target, version }, options, {
      source: isStream ? streamOf(bytes) : folder.write("film.mp4", bytes),
      progress: true,
      progressInterval: 5,
      retry: { baseDelay: 0, limit: cuts },
    })),
  );

  const ended = events.at(-1);
  assert(ended?.phase === "ended" && ended.ok, `ended ${ended?.phase}`);
  assertEquals([server.violations, server.repeatedBytes], [[], 0]);
  const complete = [...server.uploads.values()].filter((one) => one.isComplete);
  const [whole] = complete;
  assert(whole !== undefined && complete.length === 1);
  assertEquals(await sha256Of(await whole.bytes()), await sha256Of(bytes));
  const stored = events.map(({ bytesStored }) => bytesStored);
  assertEquals(stored, stored.toSorted((one, other) => one - other));
  assertEquals(stored.at(-1), SIZE);
  return proxy.faults;
}

for (const version of [8, 6] as const) {
  Deno.test(`rufh ${version} uploads 20 MB over a line that is cut 1 to 20 times`, async () => {
    const random = new Random(chooseSeed());
    let faults = 0;
    for (let cuts = 1; cuts <= 20; cuts++) {
      faults += await uploadWithCuts(cuts, random, { version }, {});
    }
    assert(faults > 25, `${faults} cuts`);
  });
}

const OTHERS: readonly [line: Line, options: RufhOptions][] = [
  [{ version: 8 }, { chunkSize: 3_000_000 }],
  [{ version: 8 }, { digest: "sha-256", chunkSize: 5_000_000 }],
  [{ version: 8, limits: { maxAppendSize: 4_000_000 }, isStream: true }, {}],
  [{ version: 6, isStream: true }, { chunkSize: 2_500_000 }],
  [
    { version: 8, limits: { minAppendSize: 1_500_000 }, isStream: true },
    { chunkSize: 2_000_000 },
  ],
];

for (const [line, options] of OTHERS) {
  Deno.test(`rufh uploads 20 MB over a line that is cut: ${JSON.stringify({ ...line, ...options })}`, async () => {
    const random = new Random(chooseSeed());
    for (const cuts of [3, 10]) {
      await uploadWithCuts(cuts, random, line, options);
    }
  });
}
