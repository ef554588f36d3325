import { assert, assertEquals } from "@std/assert";
import { Rate } from "../../src/events/rate.ts";

const CHUNK = 65_536;

/** Takes a chunk every so many ms, and returns when it took the last. */
function steady(
  rate: Rate,
  { from = 0, to, every, bytes = CHUNK }: {
    from?: number;
    to: number;
    every: number;
    bytes?: number;
  },
): number {
  let last = from;
  for (let ms = from; ms <= to; ms += every) {
    rate.took(bytes, ms);
    last = ms;
  }
  return last;
}

/** Whether a figure is within so many per cent of another. */
function assertWithin(percent: number, actual: number, expected: number): void {
  const error = Math.abs(actual / expected - 1) * 100;
  assert(error <= percent, `${actual} instead of ${expected}`);
}

Deno.test("Rate is unknown until bytes have moved for half a second", () => {
  const rate = new Rate();
  assertEquals([rate.bytesPerSecond(0), rate.secondsFor(1, 0)], [-1, -1]);

  steady(rate, { to: 400, every: 100 });

  assertEquals([rate.bytesPerSecond(400), rate.secondsFor(1, 400)], [-1, -1]);
});

Deno.test("Rate does not count a burst into buffers", () => {
  const rate = new Rate();
  for (let chunk = 0; chunk < 16; chunk++) rate.took(CHUNK, chunk);

  assertEquals(rate.bytesPerSecond(2_000), -1);
  steady(rate, { from: 500, to: 3_000, every: 500 });

  assertWithin(1, rate.bytesPerSecond(3_000), 2 * CHUNK);
  assertWithin(5, rate.bytesInBuffers(3_000), 16 * CHUNK);
});

Deno.test("Rate is exact for a source that is slower than the connection", () => {
  for (const every of [10, 100, 400, 1_500]) {
    const rate = new Rate();
    const last = steady(rate, { to: 10_000, every, bytes: 500 });

    assertWithin(5, rate.bytesPerSecond(last + 60), 500 / every * 1000);
    assert(rate.bytesInBuffers(last) <= 1_000 + 250 / every * 500);
  }
});

Deno.test("Rate follows a connection that slows down and speeds up within seconds", () => {
  const rate = new Rate();
  steady(rate, { to: 10_000, every: 10 });
  assertWithin(3, rate.bytesPerSecond(10_000), 100 * CHUNK);

  steady(rate, { from: 10_010, to: 16_000, every: 100 });
  assertWithin(10, rate.bytesPerSecond(16_000), 10 * CHUNK);

  steady(rate, { from: 16_010, to: 22_000, every: 10 });
  assertWithin(10, rate.bytesPerSecond(22_000), 100 * CHUNK);
});

Deno.test("Rate drops during a stall, reports no time left, and recovers", () => {
  const rate = new Rate();
  steady(rate, { to: 10_000, every: 100 });
  const figures = [10_000, 11_000, 15_000, 20_000, 100_000, 1e12].map((ms) =>
    rate.bytesPerSecond(ms)
  );
  assertEquals(figures, figures.toSorted((a, b) => b - a));
  assertEquals(new Set(figures).size, figures.length);
  assertEquals(figures.at(-1), 0);
  // The rate has sunk to 50 chunks in 7 s, and no more drains than usual.
  assertWithin(1, rate.secondsFor(100 * CHUNK, 12_500), 14.2 - 0.5);
  assertEquals(rate.secondsFor(100 * CHUNK, 13_100), -1);

  steady(rate, { from: 600_000, to: 600_000, every: 100 });
  assertEquals(rate.secondsFor(100 * CHUNK, 600_000), -1);
  assertEquals(rate.bytesPerSecond(600_000), -1);
  steady(rate, { from: 600_100, to: 601_000, every: 100 });
  assertWithin(5, rate.bytesPerSecond(601_000), 10 * CHUNK);
  assertWithin(5, rate.secondsFor(100 * CHUNK, 601_000), 10);

  steady(rate, { from: 601_100, to: 607_000, every: 100 });
  assertEquals(rate.secondsFor(100 * CHUNK, 610_100), -1);
});

Deno.test("Rate remembers what is in the buffers during a stall", () => {
  const rate = new Rate();
  for (let chunk = 0; chunk < 16; chunk++) rate.took(CHUNK, chunk);
  steady(rate, { from: 500, to: 2_000, every: 500 });

  steady(rate, { from: 20_000, to: 24_000, every: 500 });

  assertWithin(5, rate.bytesInBuffers(24_000), 16 * CHUNK);
  assertWithin(5, rate.secondsFor(0, 24_000), 8);
});

Deno.test("Rate allows for the usual silence of a slow connection", () => {
  const rate = new Rate();
  const last = steady(rate, { to: 60_000, every: 4_000 });

  assertEquals(rate.bytesPerSecond(last + 8_000), CHUNK / 4);
  assert(rate.secondsFor(10 * CHUNK, last + 12_000) > 0);
  assertEquals(rate.secondsFor(10 * CHUNK, last + 12_001), -1);
});

Deno.test("Rate keeps only what it needs of a long transfer", () => {
  const rate = new Rate();
  const end = steady(rate, { to: 3_600_000, every: 60 });
  const start = performance.now();
  for (let query = 0; query < 1000; query++) rate.bytesPerSecond(end);

  assert(performance.now() - start < 1000);
});

Deno.test("Rate reads its own clock if no time is given", () => {
  const rate = new Rate();
  rate.took(CHUNK);
  rate.took(CHUNK, performance.now() + 1_000);

  assertEquals(rate.bytesPerSecond(), -1);
  assertEquals(rate.secondsFor(1), -1);
  assertEquals(rate.bytesInBuffers(), CHUNK);
});
