import {
  uploadAll,
  type UploadAllEvent,
  type UploadOptions,
  type UploadSource,
  type UploadTotals,
} from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { HeldFetch } from "../support/held_fetch.ts";
import { serve } from "../support/http_server.ts";
import { Many } from "../support/many.ts";
import { chooseSeed, Random } from "../support/random.ts";
import { turn, turns } from "../support/turns.ts";

/** What totals must be: the sums over the newest event of each upload. */
function modelOf(newest: ReadonlyMap<number, UploadAllEvent>, files: number) {
  const events = [...newest.values()];
  const over = events.filter((event) => event.phase === "ended");
  const sizes = events.map((event) =>
    event.phase === "ended" && event.bytesEstimated < 0
      ? event.bytesTransferred
      : event.bytesEstimated
  );
  const isKnown = events.length === files && !sizes.includes(-1);
  const sum = (values: number[]) => values.reduce((one, two) => one + two, 0);
  return {
    files,
    ended: over.length,
    failed: over.filter(({ ok }) => !ok).length,
    bytesTransferred: sum(events.map((event) => event.bytesTransferred)),
    bytesEstimated: isKnown ? sum(sizes) : -1,
  };
}

/** The part of totals that does not depend on time. */
function sumsOf(totals: UploadTotals) {
  const { bytesPerSecond, secondsRemaining, ...sums } = totals;
  assert(bytesPerSecond >= -1 && secondsRemaining >= -1);
  if (sums.ended === sums.files) assertEquals(secondsRemaining, 0);
  else if (sums.bytesEstimated < 0) assertEquals(secondsRemaining, -1);
  return sums;
}

function anyUpload(url: string, random: Random): UploadOptions {
  const bytes = random.bytes(random.below(random.pick([2, 1000, 500_000])));
  const source = random.pick<() => UploadSource>([
    () => bytes,
    () => new Blob([bytes]),
    () => new Blob([bytes]).stream(),
    () => "/nowhere/missing.bin",
    () => () => bytes,
  ])();
  return {
    url: `${url}${random.pick([200, 200, 200, 404])}`,
    method: random.chance(0.05) ? "GET" : "PUT",
    source,
    progress: random.chance(0.7),
    progressInterval: random.pick([0, 5]),
  };
}

Deno.test("the totals of uploadAll() are the sums of the newest events, at every event", async () => {
  const random = new Random(chooseSeed());
  await using server = serve(({ url }) =>
    new Response(null, { status: Number(url.pathname.slice(1)) })
  );
  for (let round = 0; round < 40; round++) {
    const count = random.below(12);
    const list = Array.from(
      { length: count },
      () => anyUpload(server.url, random),
    );
    const isArray = random.chance(0.5);
    const parallel = 1 + random.below(5);
    const running = uploadAll(isArray ? list : list.values(), { parallel });
    const newest = new Map<number, UploadAllEvent>();
    for await (const event of running) {
      const { index, totals } = event;
      const { files } = totals;
      assert(files === count || !isArray && files === -1);
      assert(newest.get(index)?.phase !== "ended");
      newest.set(index, event);
      assertEquals(sumsOf(totals), modelOf(newest, files));
      if (random.chance(0.2)) await turn();
    }
    assertEquals(newest.size, count);
    assertEquals(sumsOf(await running), modelOf(newest, count));
  }
});

Deno.test("uploadAll() knows how many files there are at once of an array, otherwise at the end", async () => {
  const held = new HeldFetch();
  const many = new Many(3, held.fetch);
  const array = Array.from({ length: 3 }, (_, index) => many.options(index));
  const filesOf = async (uploads: Iterable<UploadOptions>) => {
    const running = uploadAll(uploads, { parallel: 2 });
    const reading = Array.fromAsync(running, ({ totals }) => totals.files);
    for (let index = 0; index < 3; index++) {
      await held.answer(index);
      await turns();
    }
    return await reading;
  };

  assertEquals(await filesOf(array), [3, 3, 3]);
  assertEquals(await filesOf(many), [-1, -1, 3]);
});

Deno.test("the totals of uploadAll() have the rate of all uploads together, and the average at the end", async () => {
  const size = 300_000;
  await using server = serve();
  const source = new Uint8Array(size);
  const options = {
    url: server.url,
    method: "POST",
    progress: true,
    maxBytesPerSecond: 200_000,
  };
  const uploads = [{ ...options, source }, { ...options, source }];
  let fastest = -1;
  let longest = -1;
  const running = uploadAll(uploads);
  for await (const { totals } of running) {
    fastest = Math.max(fastest, totals.bytesPerSecond);
    longest = Math.max(longest, totals.secondsRemaining);
  }
  const { bytesPerSecond } = await running;

  assert(fastest > 250_000, `${fastest}`);
  assert(bytesPerSecond > 250_000, `${bytesPerSecond}`);
  assertLessOrEqual(bytesPerSecond, 600_000);
  assert(longest > 0 && longest < 3, `${longest}`);
});
