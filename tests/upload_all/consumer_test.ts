import { uploadAll } from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { HeldFetch } from "../support/held_fetch.ts";
import { serve } from "../support/http_server.ts";
import { answering, Many } from "../support/many.ts";
import { turns } from "../support/turns.ts";
import { until } from "../support/until.ts";

Deno.test("uploadAll() runs to its end though nothing reads its events", async () => {
  const { files, ended, failed } = await uploadAll(new Many(1000, answering()));

  assertEquals([files, ended, failed], [1000, 1000, 0]);
});

Deno.test("uploadAll() keeps the last hundred events until they are read, and counts all", async () => {
  const running = uploadAll(new Many(250, answering()), { parallel: 1 });
  await running;

  const events = await Array.fromAsync(running);

  assertEquals(
    events.map(({ index, totals }) => [index, totals.ended]),
    Array.from({ length: 100 }, (_, at) => [150 + at, 151 + at]),
  );
});

Deno.test("uploadAll() waits with the next upload for a slow consumer, and loses no event", async () => {
  const many = new Many(500, answering());
  const seen: number[] = [];
  let taken = 0;
  for await (const { index, totals } of uploadAll(many, { parallel: 3 })) {
    seen.push(index);
    assertEquals(totals.ended, seen.length);
    if (seen.length % 50 !== 0) continue;
    await turns();
    taken = Math.max(taken, many.taken - seen.length);
  }

  assertEquals(seen.toSorted((one, other) => one - other), [
    ...Array(500).keys(),
  ]);
  assertEquals(taken > 50, true);
  assertLessOrEqual(taken, 103);
});

Deno.test("uploadAll() goes on once a slow consumer has read one event", async () => {
  const held = new HeldFetch();
  const many = new Many(200, held.fetch);
  const running = uploadAll(many, { parallel: 1 });
  const events = running[Symbol.asyncIterator]();
  for (let index = 0; index < 100; index++) await held.answer(index);
  await turns();
  assertEquals(many.taken, 100);

  await events.next();
  await held.count(101);
  await turns();

  assertEquals(many.taken, 101);
  running.cancel();
  await running;
});

Deno.test("uploadAll() gives a slow consumer only the newest progress, and slows no upload", async () => {
  const size = 20_000_000;
  await using server = serve();
  const options = {
    url: server.url,
    method: "PUT",
    source: new Uint8Array(size),
    progress: true,
    progressInterval: 0,
  };
  const running = uploadAll([options, options, options], { parallel: 2 });
  const phases: string[][] = [[], [], []];
  let first = true;
  for await (const event of running) {
    if (first) await until(() => server.received.length === 3);
    first = false;
    phases[event.index]?.push(event.phase);
    if (event.phase === "progress") assertEquals(event.bytesTransferred, size);
  }

  for (const each of phases) assertEquals(each, ["began", "progress", "ended"]);
});

Deno.test("uploadAll() gives each running upload its turn", async () => {
  const quick = answering();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const many = new Many(2000, quick);
  const chunk = new Uint8Array(1);
  const slow = {
    ...many.options(0),
    progress: true,
    progressInterval: 0,
    fetch: async () => {
      await over;
      return new Response();
    },
    source: async function* () {
      yield chunk;
    },
  };
  function* uploads() {
    yield { ...slow, source: slow.source() };
    yield* many;
  }

  let progressAt = -1;
  let count = 0;
  for await (const event of uploadAll(uploads(), { parallel: 8 })) {
    if (event.index === 0 && event.phase === "began") progressAt = count;
    if (++count === 1000) end();
  }

  assert(progressAt >= 0 && progressAt < 10);
});
