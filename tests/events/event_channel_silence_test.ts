import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { PhaseChannel } from "../support/phase_channel.ts";

/** Events of a channel on which nothing moves after the first progress, and when they came. */
async function eventsOf(
  interval: number,
  until: number,
  between?: (channel: PhaseChannel<number>) => void,
): Promise<number[]> {
  const time = new FakeTime();
  try {
    const start = Date.now();
    const events = { interval, progress: () => Date.now() - start };
    const channel = new PhaseChannel(events, () => Promise.resolve());
    const seen: number[] = [];
    const reading = (async () => {
      while (true) {
        const { done, value } = await channel.next();
        if (done) return;
        seen.push(value);
      }
    })();
    await time.tickAsync(5_000);
    channel.moved();
    await time.tickAsync(0);
    between?.(channel);
    for (let ms = 0; ms < until; ms += 100) await time.tickAsync(100);
    channel.ended(-1, false);
    await reading;
    return seen;
  } finally {
    time.restore();
  }
}

Deno.test("EventChannel reports progress each second while nothing moves, but not before the first", async () => {
  assertEquals(await eventsOf(100, 3_500), [5_000, 6_000, 7_000, 8_000, -1]);
});

Deno.test("EventChannel reports silence no more often than the interval allows", async () => {
  assertEquals(await eventsOf(2_000, 3_500), [5_000, 7_000, -1]);
});

Deno.test("EventChannel reports no silence between another event and the next progress", async () => {
  const retrying = (channel: PhaseChannel<number>) => channel.happened(7);

  assertEquals(await eventsOf(100, 3_500, retrying), [5_000, 7, -1]);
});
