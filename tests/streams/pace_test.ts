import { assert, assertEquals } from "@std/assert";
import { Pace } from "../../src/streams/pace.ts";

/** Sends pieces at once when they may go, and returns the bytes of each moment. */
function send(
  pace: Pace,
  { until, size = pace.pieceSize, lateMs = 0, from = 0 }: {
    until: number;
    size?: number;
    lateMs?: number;
    from?: number;
  },
): [ms: number, bytes: number][] {
  const sent: [number, number][] = [];
  for (let now = from; now < until;) {
    const wait = pace.reserve(size, now);
    if (wait > 0) now += Math.ceil(wait) + lateMs;
    sent.push([now, size]);
  }
  return sent;
}

/** The most bytes that went out within so many ms. */
function mostWithin(sent: readonly [number, number][], span: number): number {
  let most = 0;
  let sum = 0;
  let first = 0;
  for (const [ms, bytes] of sent) {
    sum += bytes;
    while ((sent[first]?.[0] ?? ms) <= ms - span) {
      sum -= sent[first++]?.[1] ?? 0;
    }
    most = Math.max(most, sum);
  }
  return most;
}

function total(sent: readonly [number, number][]): number {
  return sent.reduce((sum, [, bytes]) => sum + bytes, 0);
}

for (const limit of [1, 1_000, 64_000, 1e6, 100e6]) {
  Deno.test(`Pace holds ${limit} bytes per second within 3 %, even with late timers`, () => {
    const until = limit === 1 ? 100_000 : 10_000;
    for (const lateMs of [0, 15, 40]) {
      const sent = send(new Pace(limit), { until, lateMs });
      const error = total(sent) / (limit * until / 1000) - 1;
      assert(Math.abs(error) <= 0.03, `${error}`);
    }
  });
}

Deno.test("Pace allows no burst above 100 ms at the limit, even after a stall", () => {
  const limit = 1e6;
  const pace = new Pace(limit);
  const sent = [
    ...send(pace, { until: 1_000, lateMs: 40 }),
    ...send(pace, { from: 60_000, until: 61_000, lateMs: 40 }),
  ];

  assert(mostWithin(sent, 1) <= limit * 0.1);
  assert(mostWithin(sent, 1_000) <= limit * 1.1);
});

Deno.test("Pace holds a limit with chunks that last longer than a piece, and less than a timer", () => {
  for (const size of [3_000_000, 65_536]) {
    const pace = new Pace(100e6);
    const sent = send(pace, { until: 10_000, size, lateMs: 10 });

    assert(Math.abs(total(sent) / 1e9 - 1) <= 0.03, `${size}`);
  }
});

Deno.test("Pace does not wait while less is sent than it allows", () => {
  const pace = new Pace(1e6);
  for (let now = 0; now < 10_000; now += 30) {
    assertEquals(pace.reserve(pace.pieceSize, now), 0);
  }
});

Deno.test("Pace is shared by all senders", () => {
  const pace = new Pace(1e6);
  const waits = Array.from({ length: 8 }, () => pace.reserve(25_000, 1_000));

  assertEquals(waits, [0, 25, 50, 75, 100, 125, 150, 175]);
});

Deno.test("Pace cuts pieces of 25 ms, and of a byte at the least", () => {
  assertEquals(new Pace(1e6).pieceSize, 25_000);
  assertEquals(new Pace(1).pieceSize, 1);
});

Deno.test("Pace sends at once what fits in 100 ms, if nothing waits", () => {
  const pace = new Pace(1e6);

  assertEquals(pace.tryReserve(100_001, 0), false);
  assertEquals(pace.tryReserve(100_000, 0), true);
  assertEquals(pace.tryReserve(1, 99), false);
  assertEquals(pace.tryReserve(1, 100), true);
});

Deno.test("Pace reads its own clock if no time is given", () => {
  const pace = new Pace(1_000);

  assertEquals(pace.tryReserve(100), true);
  assertEquals(pace.tryReserve(100), false);
  assert(pace.reserve(1) > 50);
});
