import {
  type Upload,
  type UploadEndedEvent,
  UploadError,
  type UploadEvent,
} from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { runningCount } from "../../src/transfer/cancel_registry.ts";
import { FaultScene } from "./fault_scene.ts";
import { countOpen, listOpen } from "./open_files.ts";
import { countConnectionsTo } from "./open_sockets.ts";
import { RejectionWatch } from "./rejection_watch.ts";

/** The outcome of an upload that meets a fault. */
export interface Expected {
  /** The status as text, or the code of the error. */
  readonly ends: string | readonly string[];
  /** The size of the source; without it no body may ever look complete to a server. */
  readonly size?: number | undefined;
  /** How many connections may remain while the server keeps them; none by default. */
  readonly connections?: number;
}

/**
 * Runs an upload into a fault, and checks what holds for every upload: one
 * `ended`, which is the last event; no unhandled rejection; no file, no socket and no
 * entry left behind; no short body that a server accepted as complete.
 *
 * @param start Starts the upload. An asynchronous start wraps it: a promise of it would be one of
 * its end.
 * @param consume Consumes the events; all of them by default.
 * @returns The last event.
 */
export async function meetFault(
  expected: Expected,
  start: (scene: FaultScene) => Upload | Promise<{ running: Upload }>,
  consume: (upload: Upload) => Promise<UploadEvent[]> = (upload) =>
    Array.fromAsync(upload),
): Promise<UploadEndedEvent> {
  const { connections = 0 } = expected;
  return await leaveNothing(async (scene) => {
    const started = start(scene);
    const upload = started instanceof Promise
      ? (await started).running
      : started;
    const events = await consume(upload);
    const ended = await upload.ended;
    checkEvents(events, ended);
    checkOutcome(ended, expected);
    assertEquals(upload.cancel(), false);
    return { ended, check: () => checkDelivery(scene, ended, expected) };
  }, connections);
}

/** Runs uploads, and checks that they leave nothing behind; then runs their final check. */
export async function leaveNothing<Ended>(
  run: (scene: FaultScene) => Promise<{ ended: Ended; check(): void }>,
  connections = 0,
): Promise<Ended> {
  const listBefore = await listOpen();
  const openBefore = listBefore.length;
  await using rejections = new RejectionWatch();
  await using scene = new FaultScene();
  const { ended, check } = await run(scene);

  // While the servers keep their ends of the connections.
  for (const port of scene.ports) {
    const open = await lowest(connections, () => countConnectionsTo(port));
    assertLessOrEqual(open, connections, "a connection was left open");
  }
  await scene.close();
  assertEquals(runningCount(), 0);
  const open = await lowest(openBefore, countOpen);
  if (open > openBefore) {
    const left = (await listOpen()).filter((one) => !listBefore.includes(one));
    throw new Error(`left open: ${left.join(", ")}`);
  }
  assertEquals(await rejections.seen(), []);
  check();
  return ended;
}

/** Checks that the last event is the only one of its kind, and that all fit together. */
export function checkEvents(
  events: readonly UploadEvent[],
  ended: UploadEndedEvent,
): void {
  const last = events.filter(({ phase }) => phase === "ended");
  // Who leaves the loop early does not see it.
  if (last.length > 0) assertEquals([last, events.at(-1)], [[ended], ended]);
  for (const { requestId, bytesTransferred, bytesEstimated } of events) {
    assertEquals(requestId, ended.requestId);
    if (bytesEstimated >= 0) {
      assertLessOrEqual(bytesTransferred, bytesEstimated);
    }
  }
  for (const event of events) {
    if (event.phase !== "progress" && event.phase !== "ended") continue;
    for (const figure of [event.bytesPerSecond, event.secondsRemaining]) {
      assert(figure === -1 || figure >= 0 && figure < 1e12, `${figure}`);
    }
  }
  if (!ended.isError) return;
  assertEquals(ended.ok, false);
  assertEquals(ended.secondsRemaining, -1);
  assert(ended.error instanceof UploadError);
  const { message, hint } = ended.error;
  assertEquals(ended.response, hint === "" ? message : `${message}; ${hint}`);
}

function checkOutcome(ended: UploadEndedEvent, { ends }: Expected): void {
  const outcome = ended.isError ? ended.error.code : String(ended.status);
  const isExpected = typeof ends === "string"
    ? outcome === ends
    : ends.includes(outcome);
  assert(isExpected, `${outcome} is not ${ends}: ${ended.response}`);
}

function checkDelivery(
  { bodies }: FaultScene,
  ended: UploadEndedEvent,
  { size }: Expected,
): void {
  for (const body of bodies) {
    if (body.whole) assertEquals(body.length, size, "a body looked whole");
  }
  if (!ended.ok) return;
  assertEquals(ended.bytesTransferred, size);
}

const PATIENCE_MS = 3_000;
const PAUSE_MS = 10;

/** The lowest of several counts, because the runtime releases things a little later. */
async function lowest(
  wanted: number,
  count: () => Promise<number>,
): Promise<number> {
  const start = performance.now();
  let found = await count();
  while (found > wanted && performance.now() - start < PATIENCE_MS) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    found = Math.min(found, await count());
  }
  return found;
}
