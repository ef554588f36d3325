import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { PhaseChannel } from "../support/phase_channel.ts";

/** A channel of texts whose progress is the count of bytes at that moment. */
class Channel extends PhaseChannel<string> {
  left = 0;
  #bytes = 0;

  constructor(interval: number, onLeave = () => Promise.resolve()) {
    super({ interval, progress: () => `${this.#bytes}` }, () => {
      this.left++;
      return onLeave();
    });
  }

  /** Counts bytes, as a transfer does. */
  move(bytes: number): void {
    this.#bytes = bytes;
    this.moved();
  }

  /** What the next event is; `done` at the end. */
  async take(): Promise<string> {
    return (await this.next()).value ?? "done";
  }
}

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
  const channel = new Channel(100);
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
  const channel = new Channel(100);
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
  const channel = new Channel(100);
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
  const channel = new Channel(100);
  for (let count = 1; count <= 150; count++) channel.happened(`${count}`);
  channel.move(1);
  channel.ended("failed", true);

  const events = await Array.fromAsync(iterate(channel));

  assertEquals(events.length, 101);
  assertEquals([events[0], events[99], events[100]], ["51", "150", "failed"]);
});

Deno.test("EventChannel yields no progress after a failure", async () => {
  const channel = new Channel(100);
  channel.move(1);
  channel.ended("failed", true);

  assertEquals(await Array.fromAsync(iterate(channel)), ["failed"]);
});

Deno.test("EventChannel stays at its end", async () => {
  const channel = new Channel(0);
  channel.ended("ended", false);

  assertEquals(await channel.take(), "ended");
  assertEquals(await channel.take(), "done");
  channel.move(1);
  assertEquals(await channel.take(), "done");
});

Deno.test("EventChannel holds progress back for its interval, then reports all of it", async () => {
  await withTime(async (time) => {
    const channel = new Channel(100);
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
      const channel = new Channel(interval);
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
    const channel = new Channel(100);
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
    const channel = new Channel(2 ** 31 - 1);
    channel.move(1);
    assertEquals(await after(time, 0, channel.take()), "1");
    channel.move(2);
    const progress = channel.take();
    assertEquals(await after(time, 1_000_000, progress), "waits");
    channel.ended("ended", false);
    assertEquals(await after(time, 0, progress), "2");
  });
});

Deno.test("EventChannel settles concurrent calls in order", async () => {
  const channel = new Channel(0);
  const taken = [1, 2, 3, 4, 5].map(() => channel.take());

  channel.happened("began");
  await taken[0];
  channel.move(1);
  await taken[1];
  channel.move(2);
  channel.ended("ended", false);

  assertEquals(await Promise.all(taken), ["began", "1", "2", "ended", "done"]);
});

Deno.test("EventChannel settles every waiting call when the loop ends", async () => {
  const channel = new Channel(100);
  const taken = [channel.take(), channel.take()];

  assertEquals(await channel.return(), { done: true, value: undefined });

  assertEquals(await Promise.all(taken), ["done", "done"]);
  assertEquals(channel.left, 1);
});

Deno.test("EventChannel leaves no timer behind when the loop ends while progress is held back", async () => {
  const channel = new Channel(60_000);
  channel.move(1);
  await channel.take();
  channel.move(2);
  const held = channel.take();

  await channel.return();

  assertEquals(await held, "done");
});

Deno.test("EventChannel yields nothing after the loop has ended", async () => {
  const channel = new Channel(0);
  channel.happened("began");
  await channel.return();
  channel.move(1);
  channel.ended("ended", false);

  assertEquals(await channel.take(), "done");
});

Deno.test("EventChannel waits for the cleanup when the loop ends", async () => {
  const gate = Promise.withResolvers<void>();
  const channel = new Channel(0, () => gate.promise);
  let returned = false;
  const returning = channel.return().then(() => returned = true);
  await Promise.resolve();
  await Promise.resolve();

  assertEquals(returned, false);
  gate.resolve();
  await returning;
  assertEquals(returned, true);
});

function iterate(channel: Channel): AsyncIterable<string> {
  return { [Symbol.asyncIterator]: () => channel };
}
