import { cancel, type Upload, upload, type UploadEvent } from "@network/upload";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { FaultScene } from "../support/fault_scene.ts";
import { meetFault } from "../support/invariants.ts";
import { runProgram } from "../support/program.ts";
import { serveWhole } from "../support/server_faults.ts";

const LARGE = 64 * 1024 * 1024;
const OFTEN = { progress: true, progressInterval: 0 };

/** How a caller treats the events, and what the upload ends with. */
const CONSUMERS: readonly (readonly [
  name: string,
  consume: (running: Upload) => Promise<UploadEvent[]>,
  ends: string,
])[] = [
  ["never iterates", () => Promise.resolve([]), "200"],
  ["iterates late", async (running) => {
    await running.ended;
    return await Array.fromAsync(running);
  }, "200"],
  ["takes an iterator and never calls next()", (running) => {
    running[Symbol.asyncIterator]();
    return Promise.resolve([]);
  }, "200"],
  ["calls next() after the end", async (running) => {
    const iterator = running[Symbol.asyncIterator]();
    const events: UploadEvent[] = [];
    for (let times = 0; times < 1_000; times++) {
      const { value } = await iterator.next();
      if (value !== undefined) events.push(value);
    }
    return events;
  }, "200"],
  ["breaks out of the loop", async (running) => {
    for await (const _event of running) break;
    return [];
  }, "cancelled"],
  ["throws in the loop", async (running) => {
    await assertRejects(
      async () => {
        for await (const { phase } of running) throw new Error(phase);
      },
      Error,
      "began",
    );
    return [];
  }, "cancelled"],
  ["disposes of it", async (running) => {
    await running[Symbol.asyncDispose]();
    return await Array.fromAsync(running);
  }, "cancelled"],
  ["disposes of it twice at once", async (running) => {
    const dispose = () => running[Symbol.asyncDispose]();
    await Promise.all([dispose(), dispose()]);
    return [];
  }, "cancelled"],
  ["cancels in the loop", (running) => {
    return cancelInLoop(running, () => running.cancel());
  }, "cancelled"],
  ["cancels by the id of an event", (running) => {
    return cancelInLoop(running, ({ requestId }) => cancel(requestId));
  }, "cancelled"],
  ["cancels twice", (running) => {
    assertEquals([running.cancel(), running.cancel()], [true, false]);
    return Array.fromAsync(running);
  }, "cancelled"],
  ["cancels an unknown upload", (running) => {
    const ids: string[] = ["", "none", "__proto__", "constructor"];
    assertEquals(ids.map((id) => cancel(id)), [false, false, false, false]);
    for (const rubbish of [undefined, null, 0, {}, [], Symbol(), () => {}]) {
      assertEquals(Reflect.apply(cancel, undefined, [rubbish]), false);
    }
    return Array.fromAsync(running);
  }, "200"],
  ["iterates twice", async (running) => {
    const events = Array.fromAsync(running);
    assertThrows(() => running[Symbol.asyncIterator](), TypeError);
    return await events;
  }, "200"],
];

async function cancelInLoop(
  running: Upload,
  cancelNow: (event: UploadEvent) => boolean,
): Promise<UploadEvent[]> {
  const events: UploadEvent[] = [];
  for await (const event of running) {
    events.push(event);
    // The last event shows that it is over.
    assertEquals(cancelNow(event), events.length === 1);
  }
  return events;
}

for (const [name, consume, ends] of CONSUMERS) {
  Deno.test(`upload() ends with ${ends} when the caller ${name}`, async () => {
    await meetFault({ ends, size: LARGE }, (scene) => {
      const { fetch, folder } = scene;
      const path = folder.sparse("data.bin", LARGE);
      return upload(serveWhole(scene), "PUT", { fetch, ...OFTEN }, path);
    }, consume);
  });
}

Deno.test("a program that ignores its uploads exits", async () => {
  await using scene = new FaultScene();
  const args = [serveWhole(scene), scene.folder.sparse("data.bin", LARGE)];

  const { code, stderr } = await runProgram(
    "tests/support/careless_program.ts",
    {
      permissions: ["--allow-net", "--allow-read"],
      args,
      signal: AbortSignal.timeout(20_000),
    },
  );

  assertEquals([code, stderr], [0, ""]);
  assertEquals(scene.bodies.filter(({ whole }) => whole).length, 2);
});
