import { type UploadAll, uploadAll, UploadError } from "@network/upload";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { runningCount } from "../../src/transfer/cancel_registry.ts";
import { HeldFetch } from "../support/held_fetch.ts";
import { answering, Many } from "../support/many.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";
import { WatchedController } from "../support/watched_controller.ts";

/** Ends all while two run. */
type Way = (
  running: UploadAll,
  moment: Promise<void>,
  controller: AbortController,
) => Promise<unknown>;

const WAYS: readonly (readonly [name: string, way: Way])[] = [
  ["cancel()", async (running, moment) => {
    await moment;
    assert(running.cancel("enough"));
  }],
  ["its signal", async (_running, moment, controller) => {
    await moment;
    controller.abort("enough");
  }],
  ["break", async (running, moment) => {
    for await (const _event of running) {
      await moment;
      break;
    }
    assertEquals(runningCount(), 0);
  }],
  ["throw", async (running, moment) => {
    await assertRejects(
      async () => {
        for await (const _event of running) {
          await moment;
          throw new Error("out of the loop");
        }
      },
      Error,
      "out of the loop",
    );
    assertEquals(runningCount(), 0);
  }],
  ["await using", async (running, moment) => {
    {
      await using _scoped = running;
      await moment;
    }
    assertEquals(runningCount(), 0);
  }],
];

for (const [name, way] of WAYS) {
  Deno.test(`uploadAll() ends by ${name}: cancels what runs, starts none, closes the iterator`, async () => {
    await using rejections = new RejectionWatch();
    const held = new HeldFetch();
    const many = new Many(9, held.fetch, { progress: true });
    const controller = new AbortController();
    const { signal } = controller;
    const running = uploadAll(many, { parallel: 2, signal });

    await way(running, held.count(2), controller);
    const totals = await running.ended;

    assertEquals([many.taken, many.isClosed, held.begun.length], [2, true, 2]);
    assertEquals([totals.files, totals.ended, totals.failed], [-1, 2, 2]);
    assertEquals(running.cancel(), false);
    assertEquals(runningCount(), 0);
    const error = await assertRejects(() => running.orThrow(), UploadError);
    assertEquals(error.code, "cancelled");
    assertEquals(await rejections.seen(), []);
  });
}

Deno.test("uploadAll() passes the reason to each upload that it cancels", async () => {
  const held = new HeldFetch();
  const running = uploadAll(new Many(9, held.fetch), { parallel: 2 });
  await held.count(2);

  running.cancel("enough");
  const events = await Array.fromAsync(running);

  assertEquals(events.length, 2);
  for (const event of events) {
    assert(event.isError);
    assertEquals([event.error.code, event.error.cause], [
      "cancelled",
      "enough",
    ]);
  }
  await assertRejects(
    () => running.orThrow(),
    UploadError,
    "The uploads were cancelled: enough",
  );
});

Deno.test("uploadAll() with a signal that is already aborted takes nothing", async () => {
  const many = new Many(3, fetch);

  const running = uploadAll(many, { signal: AbortSignal.abort() });

  assertEquals(await Array.fromAsync(running), []);
  assertEquals([many.taken, running.cancel()], [0, false]);
  await assertRejects(() => running.orThrow(), UploadError, "were cancelled");
});

Deno.test("uploadAll() ends with code timeout by a signal with a time limit", async () => {
  const held = new HeldFetch();
  const controller = new AbortController();
  const { signal } = controller;
  const running = uploadAll(new Many(1, held.fetch), { signal });
  await held.count(1);

  controller.abort(new DOMException("too late", "TimeoutError"));

  const error = await assertRejects(() => running.orThrow(), UploadError);
  assertEquals(error.code, "timeout");
});

Deno.test("uploadAll() has nothing to cancel once all have ended", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const running = uploadAll(new Many(3, answering()), { signal });
  await running;

  assertEquals(running.cancel(), false);
  controller.abort();

  assertEquals((await running.orThrow()).ended, 3);
});

Deno.test("uploadAll() keeps no listener on its signal", async () => {
  const controller = new WatchedController();
  const { signal } = controller;

  await uploadAll(new Many(3, answering()), { signal });

  assertEquals([controller.added, controller.listeners], [1, 0]);
});
