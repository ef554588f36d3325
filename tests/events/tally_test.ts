import type { UploadEvent } from "@network/upload";
import { UploadError } from "@network/upload";
import { assertEquals } from "@std/assert";
import { Tally } from "../../src/events/tally.ts";
import { toUnstartedEvent } from "../../src/unstarted_event.ts";

const FAILED = toUnstartedEvent("", new UploadError("source", "no"));

function event(
  phase: "progress" | "ended",
  bytesTransferred: number,
  bytesEstimated: number,
  ok = true,
): UploadEvent {
  const bytes = { bytesTransferred, bytesEstimated };
  if (phase === "progress") {
    return { ...FAILED, ...bytes, phase, isError: false };
  }
  const answer = { ok, isError: false, error: undefined } as const;
  return { ...FAILED, ...bytes, ...answer, phase };
}

function sumsOf(tally: Tally, files: number): number[] {
  const { ended, failed, bytesTransferred, bytesEstimated } = tally.sums(files);
  return [ended, failed, bytesTransferred, bytesEstimated];
}

Deno.test("Tally replaces an event with a newer one", () => {
  const tally = new Tally();
  tally.add(0, event("progress", 5, 10));
  tally.add(1, event("progress", 1, 20));
  tally.add(0, event("progress", 7, 10));
  assertEquals(sumsOf(tally, 2), [0, 0, 8, 30]);

  tally.add(0, event("ended", 10, 10));
  assertEquals(sumsOf(tally, 2), [1, 0, 11, 30]);
  // It starts anew when it is attempted again.
  tally.add(1, event("progress", 0, 20));
  assertEquals(sumsOf(tally, 2), [1, 0, 10, 30]);
  assertEquals(tally.bytesGivenUp, 0);
});

Deno.test("Tally has no size until that of each upload is known", () => {
  const tally = new Tally();
  tally.add(0, event("progress", 5, -1));
  assertEquals(sumsOf(tally, 1), [0, 0, 5, -1]);
  assertEquals(sumsOf(tally, 2), [0, 0, 5, -1]);
  assertEquals(sumsOf(tally, -1), [0, 0, 5, -1]);

  tally.add(0, event("ended", 9, -1));
  assertEquals(sumsOf(tally, 1), [1, 0, 9, 9]);
  assertEquals(sumsOf(tally, 2), [1, 0, 9, -1]);
});

Deno.test("Tally counts what was refused and what failed as failed", () => {
  const tally = new Tally();
  tally.add(0, event("ended", 3, 10, false));
  tally.add(1, FAILED);
  tally.add(2, event("ended", 4, 4));

  assertEquals(sumsOf(tally, 3), [3, 2, 7, 14]);
  assertEquals(tally.bytesGivenUp, 7);
});
