import { assert, assertEquals } from "@std/assert";
import { type Part, Progress } from "../../src/transfer/progress.ts";
import { PerformanceClock } from "../support/performance_clock.ts";

const STEP = 100_000;

/** Sends a million bytes a second with a part, and returns how many in all. */
function send(clock: PerformanceClock, part: Part, seconds: number): number {
  for (let step = 0; step < seconds * 10; step++) {
    part.taken(part.bytesTransferred + STEP);
    clock.now += 100;
  }
  return part.bytesTransferred;
}

function progressOf(bytesEstimated: number): Progress {
  const progress = new Progress(() => {});
  progress.bytesEstimated = bytesEstimated;
  return progress;
}

Deno.test("Progress shows the rate, and the time until the last byte is sent", () => {
  using clock = new PerformanceClock();
  const progress = progressOf(10_000_000);
  assertEquals([progress.bytesPerSecond, progress.secondsRemaining], [-1, -1]);

  send(clock, progress.part(), 4);

  assertEquals(progress.bytesPerSecond, 1_000_000);
  assert(Math.abs(progress.secondsRemaining - 6) <= 0.2);
  assertEquals(progress.average(true), 1_000_000);
});

Deno.test("Progress has no time left for a body of unknown size", () => {
  using clock = new PerformanceClock();
  const progress = progressOf(-1);

  send(clock, progress.part(), 4);

  assertEquals(progress.bytesPerSecond, 1_000_000);
  assertEquals(progress.secondsRemaining, -1);
});

Deno.test("Progress does not count what was stored before as speed", () => {
  using clock = new PerformanceClock();
  const progress = progressOf(10_000_000);
  progress.part(false).taken(500);
  progress.acknowledge(5_000_000);

  send(clock, progress.part(), 4);

  assertEquals(progress.bytesPerSecond, 1_000_000);
  assert(Math.abs(progress.secondsRemaining - 1) <= 0.2);
  assertEquals(progress.average(true), 1_000_000);
});

Deno.test("Progress starts to measure again when a failed part is sent again, at an offset too", () => {
  for (const offset of [0, 2_000_000]) {
    using clock = new PerformanceClock();
    const progress = progressOf(10_000_000);
    const failed = progress.part();
    send(clock, failed, 4);
    failed.state = "failed";
    progress.acknowledge(offset);

    const again = progress.part();
    assertEquals(progress.bytesPerSecond, -1);
    // Another burst into empty buffers.
    again.taken(1_000_000);
    send(clock, again, 3);

    assert(Math.abs(progress.bytesPerSecond / 1e6 - 1) <= 0.05);
    assert(progress.average(false) < 1_000_000);
  }
});

Deno.test("Progress starts to measure again when bytes start again from 0", () => {
  using clock = new PerformanceClock();
  const progress = progressOf(10_000_000);
  const part = progress.part();
  send(clock, part, 4);

  part.taken(0);

  assertEquals(progress.bytesPerSecond, -1);
});

Deno.test("Progress starts to measure again when the upload is attempted again", () => {
  using clock = new PerformanceClock();
  const progress = progressOf(10_000_000);
  send(clock, progress.part(), 4);

  progress.restart();

  assertEquals(progress.bytesPerSecond, -1);
});

Deno.test("Progress keeps measuring while another part is being sent", () => {
  using clock = new PerformanceClock();
  const progress = progressOf(10_000_000);
  const [failed, running] = [progress.part(), progress.part()];
  failed.taken(STEP);
  send(clock, running, 4);
  failed.state = "failed";

  progress.part().taken(STEP);

  assert(progress.bytesPerSecond > 900_000);
});

Deno.test("Progress has no average before bytes were sent, or while they are only in buffers", () => {
  using clock = new PerformanceClock();
  const progress = progressOf(10_000_000);
  assertEquals(progress.average(false), -1);
  const part = progress.part();
  clock.now += 100;
  assertEquals(progress.average(true), -1);

  part.taken(600_000);
  clock.now += 1_000;

  assertEquals(progress.average(false), -1);
  assertEquals(progress.average(true), Math.round(600_000 / 1.1));
});
