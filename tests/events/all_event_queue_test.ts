import type { UploadAllEvent, UploadEvent } from "@network/upload";
import { UploadError } from "@network/upload";
import { assertEquals } from "@std/assert";
import { AllEventQueue } from "../../src/events/all_event_queue.ts";
import { PhaseQueue } from "../../src/events/phase_queue.ts";
import { Totals } from "../../src/events/totals.ts";
import { toUnstartedEvent } from "../../src/unstarted_event.ts";

/** An event that is told from others by its `response`. */
function eventOf(response: string): UploadEvent {
  const event = toUnstartedEvent("", new UploadError("source", "no"));
  return { ...event, response };
}

/** A queue whose progress is always due once it has moved. */
function queueOf(name: string): PhaseQueue<UploadEvent> {
  const events = { interval: 0, progress: () => eventOf(`${name} progress`) };
  return new PhaseQueue(events, () => {});
}

function merge(...queues: PhaseQueue<UploadEvent>[]): AllEventQueue {
  const merged = new AllEventQueue(new Totals(-1), () => {});
  for (const [index, queue] of queues.entries()) merged.add(index, queue);
  return merged;
}

function show(event: UploadAllEvent): string {
  return `${event.index}: ${event.phase === "ended" ? event.response : ""}`;
}

function takeAll(merged: AllEventQueue): string[] {
  const taken: string[] = [];
  while (true) {
    const event = merged.take();
    if (event === undefined) return taken;
    taken.push(show(event));
  }
}

Deno.test("AllEventQueue serves each running upload in turn", () => {
  const [one, two] = [queueOf("a"), queueOf("b")];
  for (const event of ["1", "2", "3"]) one.happened(eventOf(event));
  two.happened(eventOf("1"));

  assertEquals(takeAll(merge(one, two)), ["0: 1", "1: 1", "0: 2", "0: 3"]);
});

Deno.test("AllEventQueue alternates between ended and running uploads", () => {
  const [one, two] = [queueOf("a"), queueOf("b")];
  const merged = merge(one, two);
  for (const event of ["1", "2", "3"]) two.happened(eventOf(event));
  one.happened(eventOf("1"));
  one.moved();
  one.ended(eventOf("ended"), false);
  merged.end(0);

  assertEquals(takeAll(merged), [
    "1: 1",
    "0: 1",
    "1: 2",
    "0: a progress",
    "1: 3",
    "0: ended",
  ]);
});

Deno.test("AllEventQueue is finished once it is closed and all was taken", () => {
  const one = queueOf("a");
  const merged = merge(one);
  merged.keep(1, eventOf("alone"));
  merged.close();
  assertEquals(merged.isFinished, false);
  one.ended(eventOf("ended"), false);

  // Its last event is taken before its end is recorded.
  assertEquals(takeAll(merged), ["0: ended", "1: alone"]);
  merged.end(0);

  assertEquals(merged.isFinished, true);
});

Deno.test("AllEventQueue waits for the first of what may come by itself", () => {
  const [one, two] = [queueOf("a"), queueOf("b")];
  const merged = merge(one, two);
  assertEquals(merged.waitMs(), Infinity);
  assertEquals(merge().waitMs(), Infinity);

  one.moved();

  assertEquals(merged.waitMs() <= 0, true);
});
