import { assertEquals } from "@std/assert";
import { EventChannel } from "../../src/events/event_channel.ts";
import { PhaseChannel } from "../support/phase_channel.ts";
import { turn } from "../support/turns.ts";

/** A channel whose progress comes once in that many ms. */
function channelOf(interval: number): PhaseChannel<string> {
  const events = { interval, progress: () => "progress" };
  return new PhaseChannel(events, () => Promise.resolve());
}

/** Runs with timers that are counted, and a clock that can be set. */
async function withClock(
  run: (clock: { now: number; readonly timers: Set<number> }) => Promise<void>,
): Promise<void> {
  const { setTimeout, clearTimeout } = globalThis;
  const { now } = Date;
  const clock = { now: 1_000_000, timers: new Set<number>() };
  Date.now = () => clock.now;
  const counted = (): number => {
    clock.timers.add(clock.timers.size + 1);
    return clock.timers.size;
  };
  Object.assign(globalThis, {
    setTimeout: counted,
    clearTimeout: (id: number) => clock.timers.delete(id),
  });
  try {
    await run(clock);
  } finally {
    Object.assign(globalThis, { setTimeout, clearTimeout });
    Date.now = now;
  }
}

Deno.test("EventChannel clears its timer when the loop ends while progress is held back", async () => {
  await withClock(async ({ timers }) => {
    const channel = channelOf(60_000);
    channel.moved();
    await channel.next();
    channel.moved();
    const held = channel.next();
    await turn();
    assertEquals(timers.size, 1);

    await channel.return();

    assertEquals((await held).done, true);
    assertEquals(timers.size, 0);
  });
});

Deno.test("EventChannel holds nothing back after the clock was set back", async () => {
  await withClock(async (clock) => {
    const channel = channelOf(60_000);
    channel.moved();
    await channel.next();
    clock.now = 0;
    channel.moved();

    const next = channel.next();
    await turn();

    assertEquals(clock.timers.size, 0);
    assertEquals((await next).value, "progress");
  });
});

Deno.test("EventChannel sets no negative timer if the time of an event has just passed", async () => {
  const { setTimeout } = globalThis;
  const delays: number[] = [];
  let looks = 0;
  const channel = new EventChannel({
    isFinished: false,
    take: () => looks++ === 0 ? undefined : "event",
    waitMs: () => -1,
  }, () => Promise.resolve());
  Object.assign(globalThis, {
    setTimeout: (resolve: () => void, ms: number) => {
      delays.push(ms);
      queueMicrotask(resolve);
      return delays.length;
    },
  });

  try {
    assertEquals((await channel.next()).value, "event");
  } finally {
    Object.assign(globalThis, { setTimeout });
  }

  assertEquals(delays, [0]);
});
