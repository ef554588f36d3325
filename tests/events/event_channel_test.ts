import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { CountingChannel } from "../support/counting_channel.ts";

/** Runs with fake time. */
async function withTime(
  run: (time: FakeTime) => Promise<void>,
): Promise<void> {
  const time = new FakeTime();
  try {
    await run(time);
  } finally {
    time.restore();
  }
}

/** What a promise came to when time has passed; `waits` if it did not. */
async function after(
  time: FakeTime,
  ms: number,
  promise: Promise<string>,
): Promise<string> {
  let outcome = "waits";
  promise.then((value) => outcome = value);
  await time.tickAsync(ms);
  await time.tickAsync(0);
  return outcome;
}

Deno.test("EventChannel yields began, the newest progress and ended, in that order", async () => {
  const channel = new CountingChannel(100);
  channel.happened("began");
  channel.move(1);
  channel.move(2);
  channel.move(3);
  channel.ended("ended", false);

  assertEquals(await Array.fromAsync(iterate(channel)), [
    "began",
    "3",
    "ended",
  ]);
  assertEquals(channel.left, 0);
});

Deno.test("EventChannel keeps every event other than progress, in order", async () => {
  const channel = new CountingChannel(100);
  channel.happened("began");
  channel.move(1);
  channel.happened("retrying 1");
  channel.move(2);
  channel.happened("retrying 2");
  channel.move(3);
  channel.ended("ended", false);

  assertEquals(await Array.fromAsync(iterate(channel)), [
    "began",
    "retrying 1",
    "retrying 2",
    "3",
    "ended",
  ]);
});

Deno.test("EventChannel drops progress that a later event includes", async () => {
  const channel = new CountingChannel(100);
  channel.happened("began");
  channel.move(1);
  channel.happened("retrying");
  channel.ended("ended", false);

  assertEquals(await Array.fromAsync(iterate(channel)), [
    "began",
    "retrying",
    "ended",
  ]);
});

Deno.test("EventChannel keeps the events of a failed upload, and at most a hundred", async () => {
  const channel = new CountingChannel(100);
  for (let count = 1; count <= 150; count++) channel.happened(`${count}`);
  channel.move(1);
  channel.ended("failed", true);

  const events = await Array.fromAsync(iterate(channel));

  assertEquals(events.length, 101);
  assertEquals([events[0], events[99], events[100]], ["51", "150", "failed"]);
});

Deno.test("EventChannel yields no progress after a failure", async () => {
  const channel = new CountingChannel(100);
  channel.move(1);
  channel.ended("failed", true);

  assertEquals(await Array.fromAsync(iterate(channel)), ["failed"]);
});

Deno.test("EventChannel stays at its end", async () => {
  const channel = new CountingChannel(0);
  channel.ended("ended", false);

  assertEquals(await channel.take(), "ended");
  assertEquals(await channel.take(), "done");
  channel.move(1);
  assertEquals(await channel.take(), "done");
});

Deno.test("EventChannel holds progress back for its interval, then reports all of it", async () => {
  await withTime(async (time) => {
    const channel = new CountingChannel(100);
    channel.move(1);
    assertEquals(await after(time, 0, channel.take()), "1");

    channel.move(2);
    const next = channel.take();
    assertEquals(await after(time, 60, next), "waits");
    channel.move(3);
    assertEquals(await after(time, 39, next), "waits");
    assertEquals(await after(time, 1, next), "3");
  });
});

Deno.test("EventChannel reports progress at once if its interval is over, or 0", async () => {
  await withTime(async (time) => {
    for (const [interval, pause] of [[100, 100], [0, 0]] as const) {
      const channel = new CountingChannel(interval);
      channel.move(1);
      assertEquals(await after(time, pause, channel.take()), "1");
      await time.tickAsync(pause);
      const next = channel.take();
      assertEquals(await after(time, 0, next), "waits");
      channel.move(2);
      assertEquals(await after(time, 0, next), "2");
    }
  });
});

Deno.test("EventChannel reports the last progress at once when the upload ends", async () => {
  await withTime(async (time) => {
    const channel = new CountingChannel(100);
    channel.move(1);
    assertEquals(await after(time, 0, channel.take()), "1");
    channel.move(2);
    const progress = channel.take();
    assertEquals(await after(time, 10, progress), "waits");

    channel.ended("ended", false);

    assertEquals(await after(time, 0, progress), "2");
    assertEquals(await after(time, 0, channel.take()), "ended");
  });
});

Deno.test("EventChannel reports the first and the last progress with the longest interval", async () => {
  await withTime(async (time) => {
    const channel = new CountingChannel(2 ** 31 - 1);
    channel.move(1);
    assertEquals(await after(time, 0, channel.take()), "1");
    channel.move(2);
    const progress = channel.take();
    assertEquals(await after(time, 1_000_000, progress), "waits");
    channel.ended("ended", false);
    assertEquals(await after(time, 0, progress), "2");
  });
});

function iterate(channel: CountingChannel): AsyncIterable<string> {
  return { [Symbol.asyncIterator]: () => channel };
}
