import type { UploadEvent } from "@network/upload";
import { UploadError } from "@network/upload";
import { assertEquals } from "@std/assert";
import { Totals } from "../../src/events/totals.ts";
import { toUnstartedEvent } from "../../src/unstarted_event.ts";
import { PerformanceClock } from "../support/performance_clock.ts";

const FAILED = toUnstartedEvent("", new UploadError("source", "no"));

function progress(
  bytesTransferred: number,
  bytesEstimated: number,
): UploadEvent {
  const bytes = { bytesTransferred, bytesEstimated };
  return { ...FAILED, ...bytes, phase: "progress", isError: false };
}

/** Sends 2000 bytes per second for 10 seconds. */
function sendSteadily(totals: Totals, clock: PerformanceClock): void {
  for (let second = 0; second < 10; second += 0.5) {
    totals.took(500);
    totals.took(0);
    totals.took(500);
    clock.now += 500;
  }
}

Deno.test("Totals measure the rate of what all uploads took", () => {
  using clock = new PerformanceClock();
  const totals = new Totals(2);
  sendSteadily(totals, clock);
  totals.shown(0, progress(10_000, 20_000));

  const shown = totals.shown(1, progress(10_000, 20_000));

  assertEquals(shown.bytesPerSecond, 2000);
  assertEquals(shown.bytesEstimated, 40_000);
  // The bytes of the first burst are still in buffers.
  assertEquals(shown.secondsRemaining, 10);
});

Deno.test("Totals allow no time for what a failed upload did not send", () => {
  using clock = new PerformanceClock();
  const totals = new Totals(2);
  sendSteadily(totals, clock);
  const bytes = { bytesTransferred: 10_000, bytesEstimated: 90_000 };
  totals.shown(0, { ...FAILED, ...bytes });

  const { secondsRemaining } = totals.shown(1, progress(10_000, 20_000));

  assertEquals(secondsRemaining, 5);
});

Deno.test("Totals know no time while a size is unknown", () => {
  using clock = new PerformanceClock();
  const totals = new Totals(2);
  for (let second = 0; second < 10; second++) {
    totals.took(1000);
    clock.now += 1000;
  }

  const { secondsRemaining } = totals.shown(0, progress(10_000, 20_000));

  assertEquals(secondsRemaining, -1);
});

Deno.test("Totals have the average at the end, and no time left if all have ended", () => {
  using clock = new PerformanceClock();
  const totals = new Totals(2);
  assertEquals(totals.final().bytesPerSecond, -1);
  totals.took(1000);
  clock.now += 4000;
  totals.ended(0, FAILED);
  assertEquals(totals.final().secondsRemaining, -1);
  totals.ended(1, FAILED);

  const { bytesPerSecond, secondsRemaining, ...sums } = totals.final();

  assertEquals([bytesPerSecond, secondsRemaining], [250, 0]);
  assertEquals(sums, {
    files: 2,
    ended: 2,
    failed: 2,
    bytesTransferred: 0,
    bytesEstimated: 0,
  });
});
