import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { IdleTimeout } from "../../src/transfer/idle_timeout.ts";

/** What buffers are taken to hold. */
const BUFFERED = 640 * 1024;

/** Runs with fake time and a timeout of this many seconds; both are gone afterwards. */
function withTimeout(
  seconds: number,
  run: (idle: IdleTimeout, time: FakeTime, signal: AbortSignal) => void,
  isHeldUp = () => true,
): void {
  const time = new FakeTime();
  const fired = new AbortController();
  const idle = new IdleTimeout(seconds, {
    isHeldUp,
    onIdle: () => fired.abort(),
  });
  try {
    run(idle, time, fired.signal);
  } finally {
    idle[Symbol.dispose]();
    time.restore();
  }
}

Deno.test("IdleTimeout fires when no byte has moved from the start on", () => {
  withTimeout(30, (_, time, signal) => {
    time.tick(29_999);
    assertEquals(signal.aborted, false);
    time.tick(1);
    assertEquals(signal.aborted, true);
  });
});

Deno.test("IdleTimeout never fires before its time, at whatever moment the last byte moved", () => {
  for (const [sent, moment] of [[1, 2_999], [1, 3_000], [0, 3_001]] as const) {
    withTimeout(30, (idle, time, signal) => {
      time.tick(moment);
      if (sent) idle.sent(1);
      else idle.received();
      time.tick(29_999);
      assertEquals(signal.aborted, false, `${moment}`);
      time.tick(3_001);
      assertEquals(signal.aborted, true, `${moment}`);
    });
  }
});

Deno.test("IdleTimeout does not fire while bytes move, however long that takes", () => {
  withTimeout(30, (idle, time, signal) => {
    for (let round = 1; round <= 100; round++) {
      time.tick(29_000);
      if (round % 2 === 0) idle.sent(round);
      else idle.received();
    }
    assertEquals(signal.aborted, false);
  });
});

Deno.test("IdleTimeout bounds nothing with 0 seconds", () => {
  withTimeout(0, (_, time, signal) => {
    time.tick(1_000_000_000);
    assertEquals(signal.aborted, false);
  });
});

Deno.test("IdleTimeout fires no more once it is disposed of", () => {
  withTimeout(30, (idle, time, signal) => {
    idle[Symbol.dispose]();
    time.tick(1_000_000);
    assertEquals(signal.aborted, false);
  });
});

Deno.test("IdleTimeout takes a part of a second", () => {
  withTimeout(0.1, (_, time, signal) => {
    time.tick(99);
    assertEquals(signal.aborted, false);
    time.tick(1);
    assertEquals(signal.aborted, true);
  });
});

/** Sends that many bytes evenly within a minute, and tells after how many seconds more it fires. */
function secondsToFire(
  bytes: number,
  isHeldUp: (second: number) => boolean = () => true,
  received = false,
): number {
  let seconds = 0;
  let now = 0;
  withTimeout(30, (idle, time, signal) => {
    for (let second = 1; second <= 60; second++) {
      now = second;
      time.tick(1_000);
      idle.sent(bytes / 60 * second);
    }
    if (received) idle.received();
    while (!signal.aborted && seconds < 1_000_000) {
      time.tick(1_000);
      seconds++;
    }
  }, () => isHeldUp(now));
  return seconds;
}

Deno.test("IdleTimeout waits as long as the buffers of a slow line need to drain", () => {
  // A third is still in buffers, and drains as fast as the other two did: within 30 s.
  assertEquals(secondsToFire(3 * BUFFERED), 30 + 30 + 3);
  // On a fast line that is next to nothing: one tick.
  assertEquals(secondsToFire(3_000 * BUFFERED), 30 + 3 + 3);
});

Deno.test("IdleTimeout takes a slow source for no slow line", () => {
  // Never held up: the buffers were empty all the time.
  assertEquals(secondsToFire(2 * BUFFERED, () => false), 30 + 3);
  // Two thirds drained within the 30 s in which the source was fast enough.
  assertEquals(
    secondsToFire(3 * BUFFERED, (second) => second <= 30),
    30 + 15 + 3,
  );
});

Deno.test("IdleTimeout allows for no buffers once the answer comes", () => {
  assertEquals(secondsToFire(3 * BUFFERED, () => true, true), 30 + 3);
});

Deno.test("IdleTimeout has a bound, too, where hardly more was sent than buffers hold", () => {
  assertEquals(secondsToFire(BUFFERED), 30 + 3);
  assertEquals(secondsToFire(BUFFERED + 1), 30 + 3 + 10 * 60);
});
