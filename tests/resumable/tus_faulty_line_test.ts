import { upload } from "@network/upload";
import type { TusOptions } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { chooseSeed, Random } from "../support/random.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { tusOptions } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = 20_000_000;
/** Less than the size of any response, in bytes. */
const RESPONSE = 100;

/** Uploads a file over a line that is cut so many times, and checks what came. */
async function uploadWithCuts(
  cuts: number,
  random: Random,
  options: TusOptions,
): Promise<number> {
  using folder = new TempFolder();
  const bytes = randomBytes(SIZE);
  await using server = await new TusServer().listen();
  await using proxy = await new TcpProxy(server.url).listen();
  for (let cut = 0; cut < cuts; cut++) {
    const how = random.pick(["close", "reset"]);
    // A HEAD follows a PATCH that was cut. All cuts leave bytes to send.
    if (cut === 0 || random.chance(0.8)) {
      const after = random.below(SIZE / (cuts + 1));
      proxy.arm({ side: "request", after, how, when: /^PATCH / });
    } else {
      const after = random.below(RESPONSE);
      proxy.arm({ side: "response", after, how, when: /^HEAD / });
    }
  }
  const endpoint = proxy.through(server.endpoint);

  const events = await eventsOf(upload(tusOptions({ endpoint }, options, {
    source: folder.write("film.mp4", bytes),
    progress: true,
    progressInterval: 5,
    retry: { baseDelay: 0, limit: cuts },
  })));

  const ended = events.at(-1);
  assert(ended?.phase === "ended" && ended.ok, `ended ${ended?.phase}`);
  assertEquals([server.violations, server.repeatedBytes], [[], 0]);
  const whole = [...server.uploads.values()].at(-1);
  assert(whole?.isComplete);
  assertEquals(await sha256Of(await whole.bytes()), await sha256Of(bytes));
  const stored = events.map(({ bytesStored }) => bytesStored);
  assertEquals(stored, stored.toSorted((one, other) => one - other));
  assertEquals(stored.at(-1), SIZE);
  return proxy.faults;
}

Deno.test("tus uploads 20 MB over a line that is cut 1 to 20 times", async () => {
  const random = new Random(chooseSeed());
  for (let cuts = 1; cuts <= 20; cuts++) {
    assertEquals(await uploadWithCuts(cuts, random, {}), cuts);
  }
});

const OTHERS: readonly TusOptions[] = [
  { chunkSize: 3_000_000 },
  { parallel: 4 },
  { checksum: "sha1", chunkSize: 5_000_000 },
];

for (const options of OTHERS) {
  Deno.test(`tus uploads 20 MB over a line that is cut, with ${JSON.stringify(options)}`, async () => {
    const random = new Random(chooseSeed());
    for (const cuts of [3, 10]) {
      assert(await uploadWithCuts(cuts, random, options) > 0);
    }
  });
}
