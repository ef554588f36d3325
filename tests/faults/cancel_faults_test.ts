import { type Upload, upload, type UploadEvent } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { checkEvents, leaveNothing, meetFault } from "../support/invariants.ts";
import { chooseSeed, Random } from "../support/random.ts";
import { serveWhole, stops } from "../support/server_faults.ts";
import { turn } from "../support/turns.ts";

const LARGE = 64 * 1024 * 1024;
const OFTEN = { progress: true, progressInterval: 0 };

const RUNS = 1_000;
const AT_ONCE = 8;

Deno.test("upload() can be cancelled at any moment", async () => {
  const random = new Random(chooseSeed());
  const size = 1_000_000;
  const outcomes = new Set<string>();

  await leaveNothing(async (scene) => {
    const url = serveWhole(scene);
    const path = scene.folder.write("data.bin", size);
    let left = RUNS;
    const work = async () => {
      while (left-- > 0) {
        const params = { fetch: scene.fetch, ...OFTEN };
        const running = upload(url, "PUT", params, path);
        outcomes.add(await cancelSometime(random, running, size));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const check = () => {
      assert(scene.bodies.every((body) => !body.whole || body.length === size));
    };
    return { ended: undefined, check };
  });

  assertEquals([...outcomes].sort(), ["200", "cancelled"]);
});

/** Cancels after some microtasks, some turns of the event loop, or some bytes. Returns the outcome. */
async function cancelSometime(
  random: Random,
  running: Upload,
  size: number,
): Promise<string> {
  const moment = random.pick(["microtasks", "turns", "bytes"]);
  const amount = random.next();
  const events: UploadEvent[] = [];
  let cancelled = false;
  const cancel = () => {
    cancelled = running.cancel() || cancelled;
  };
  const looping = (async () => {
    for await (const event of running) {
      events.push(event);
      const isThere = event.bytesTransferred >= amount * size * 1.3;
      if (moment === "bytes" && isThere) cancel();
    }
  })();
  if (moment === "microtasks") {
    for (let passed = 0; passed < amount * 50; passed++) await undefined;
    cancel();
  }
  if (moment === "turns") {
    for (let passed = 0; passed < amount * 20; passed++) await turn();
    cancel();
  }
  await looping;
  const ended = await running.ended;
  assertEquals(events.at(-1), ended);
  checkEvents(events, ended);
  assertEquals(ended.error?.code === "cancelled", cancelled);
  return ended.isError ? ended.error.code : String(ended.status);
}

/** Reasons that callers give. */
const REASONS: readonly unknown[] = [
  undefined,
  null,
  "no longer needed",
  "",
  0,
  new Error("why"),
  new TypeError("fetch failed"),
  new DOMException("late", "DataError"),
  { toString: null },
  Symbol("why"),
  Object.freeze([]),
  () => {},
];

Deno.test("upload() ends with cancelled for any reason", async () => {
  for (const reason of REASONS) {
    for (const manner of ["cancel", "signal", "early signal"]) {
      const ended = await meetFault({ ends: "cancelled" }, (scene) => {
        const { fetch, folder } = scene;
        const controller = new AbortController();
        const { signal } = controller;
        const url = scene.serve((connection) => {
          if (manner === "signal") controller.abort(reason);
          return stops(connection, scene);
        });
        if (manner === "early signal") controller.abort(reason);
        const params = { fetch, signal, ...OFTEN };
        const path = folder.sparse("data.bin", LARGE);
        const running = upload(url, "PUT", params, path);
        if (manner === "cancel") running.cancel(reason);
        return running;
      });
      const { cause } = ended.error ?? {};
      // Without a reason the runtime makes one.
      if (reason !== undefined) assert(cause === reason);
      else assert(cause instanceof DOMException);
    }
  }
});

Deno.test("upload() runs 200 times at once", async () => {
  const size = 1_000_000;
  await leaveNothing(async (scene) => {
    const url = serveWhole(scene);
    const path = scene.folder.write("data.bin", size);
    const ended = await Promise.all(Array.from({ length: 200 }, () => {
      return upload(url, "PUT", { fetch: scene.fetch }, path).ended;
    }));
    const check = () => {
      assert(ended.every(({ ok, isError }) => ok && !isError));
      assertEquals(scene.bodies.length, 200);
      assert(scene.bodies.every((body) => body.length === size && body.whole));
    };
    return { ended, check };
  });
});
