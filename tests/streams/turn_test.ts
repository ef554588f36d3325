import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { Turn } from "../../src/streams/turn.ts";

/** Asks before each of many chunks for a while, without letting the event loop turn. */
function ask(turn: Turn, ms: number): Promise<void> | undefined {
  const start = performance.now();
  let late: Promise<void> | undefined;
  while (performance.now() - start < ms) late = turn.late() ?? late;
  return late;
}

Deno.test("Turn has nothing to wait for at first", () => {
  const turn = new Turn();

  assertEquals(ask(turn, 1), undefined);
  turn.stop();
});

Deno.test("Turn is late once the event loop has been blocked for a few ms, and lets timers fire", async () => {
  const turn = new Turn();
  let fired = false;
  setTimeout(() => fired = true);
  const late = ask(turn, 20);
  assert(late !== undefined);
  assertEquals(fired, false);

  await late;

  assertEquals(fired, true);
  turn.stop();
});

Deno.test("Turn is not late as long as the event loop turns by itself", async () => {
  const turn = new Turn();
  const start = performance.now();
  let lates = 0;
  while (performance.now() - start < 50) {
    for (let chunk = 0; chunk < 10; chunk++) {
      if (turn.late() !== undefined) lates++;
    }
    await new Promise((resolve) => setTimeout(resolve));
  }

  // The machine itself may stand still now and then.
  assertLessOrEqual(lates, 10);
  turn.stop();
});

Deno.test("Turn ends a wait when it is stopped, and leaves no timer", async () => {
  const turn = new Turn();
  const late = ask(turn, 20);

  turn.stop();

  await late;
});

Deno.test("Turn does not depend on timers that a program fakes", async () => {
  using _time = new FakeTime();
  const turn = new Turn();

  await ask(turn, 20);

  turn.stop();
});
