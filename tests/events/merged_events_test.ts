import { assertEquals } from "@std/assert";
import { MergedEvents } from "../../src/events/merged_events.ts";
import { PhaseQueue } from "../../src/events/phase_queue.ts";

/** A queue whose progress is always due once it has moved. */
function queueOf(name: string): PhaseQueue<string> {
  const events = { interval: 0, progress: () => `${name} progress` };
  return new PhaseQueue(events, () => {});
}

function merge(...queues: PhaseQueue<string>[]): MergedEvents<string, string> {
  const merged = new MergedEvents((index, event: string) =>
    `${index}: ${event}`
  );
  for (const [index, queue] of queues.entries()) merged.add(index, queue);
  return merged;
}

function takeAll(merged: MergedEvents<string, string>): string[] {
  const taken: string[] = [];
  while (true) {
    const event = merged.take();
    if (event === undefined) return taken;
    taken.push(event);
  }
}

Deno.test("MergedEvents serves each running upload in turn", () => {
  const [one, two] = [queueOf("a"), queueOf("b")];
  for (const event of ["1", "2", "3"]) one.happened(event);
  two.happened("1");

  assertEquals(takeAll(merge(one, two)), ["0: 1", "1: 1", "0: 2", "0: 3"]);
});

Deno.test("MergedEvents alternates between ended and running uploads", () => {
  const [one, two] = [queueOf("a"), queueOf("b")];
  const merged = merge(one, two);
  for (const event of ["1", "2", "3"]) two.happened(event);
  one.happened("1");
  one.moved();
  one.ended("ended", false);
  merged.end(0);

  assertEquals(merged.kept, 3);
  assertEquals(takeAll(merged), [
    "1: 1",
    "0: 1",
    "1: 2",
    "0: a progress",
    "1: 3",
    "0: ended",
  ]);
});

Deno.test("MergedEvents is finished once it is closed and all was taken", () => {
  const one = queueOf("a");
  const merged = merge(one);
  merged.keep(1, "alone");
  merged.close();
  assertEquals(merged.isFinished, false);
  one.ended("ended", false);

  // Its last event is taken before its end is recorded.
  assertEquals(takeAll(merged), ["0: ended", "1: alone"]);
  merged.end(0);

  assertEquals([merged.isFinished, merged.kept], [true, 0]);
});

Deno.test("MergedEvents waits for the first of what may come by itself", () => {
  const [one, two] = [queueOf("a"), queueOf("b")];
  const merged = merge(one, two);
  assertEquals(merged.waitMs(), Infinity);
  assertEquals(merge().waitMs(), Infinity);

  one.moved();

  assertEquals(merged.waitMs() <= 0, true);
});
