import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { follow, followLate } from "../../src/transfer/follow.ts";
import { WatchedController } from "../support/watched_controller.ts";

Deno.test("follow() adds one listener for all controllers, and removes it with the last", () => {
  const controller = new WatchedController();
  const { signal } = controller;
  for (let round = 0; round < 2; round++) {
    const unfollows = Array.from(
      { length: 20 },
      () => follow(new AbortController(), signal),
    );
    assertEquals(controller.listeners, 1);

    const last = unfollows.pop();
    for (const unfollow of unfollows) {
      unfollow();
      unfollow();
    }
    assertEquals(controller.listeners, 1);
    last?.();
    last?.();
    assertEquals(controller.listeners, 0);
  }
});

Deno.test("follow() aborts the controllers that still follow, and no others", () => {
  const controller = new AbortController();
  const { signal } = controller;
  const left = new AbortController();
  const first = new AbortController();
  const second = new AbortController();
  follow(left, signal)();
  const unfollow = follow(first, signal);
  follow(second, signal);
  first.signal.addEventListener("abort", unfollow);

  controller.abort("enough");

  assertEquals(
    [left, first, second].map(({ signal }) => signal.reason),
    [undefined, "enough", "enough"],
  );
});

Deno.test("follow() aborts at once if the signal has aborted", () => {
  const controller = new WatchedController();
  const { signal } = controller;
  controller.abort("over");
  const follower = new AbortController();

  follow(follower, signal)();

  assertEquals([follower.signal.reason, controller.listeners], ["over", 0]);
});

Deno.test("followLate() aborts 10 s after the signal, with its reason", async () => {
  using time = new FakeTime();
  const controller = new WatchedController();
  const late = new AbortController();
  const unfollow = followLate(late, controller.signal);
  await time.tickAsync(60_000);
  controller.abort("enough");
  await time.tickAsync(9_999);
  assertEquals(late.signal.aborted, false);
  await time.tickAsync(1);
  assertEquals(late.signal.reason, "enough");
  unfollow();
  assertEquals(controller.listeners, 0);
});

for (const isAborted of [false, true]) {
  Deno.test(`followLate() stops, with ${isAborted ? "a timer" : "a listener"} to remove`, async () => {
    using time = new FakeTime();
    const controller = new WatchedController();
    const late = new AbortController();
    const unfollow = followLate(late, controller.signal);
    if (isAborted) controller.abort("enough");
    unfollow();
    controller.abort("enough");
    await time.tickAsync(20_000);
    assertEquals([late.signal.aborted, controller.listeners], [false, 0]);
  });
}

Deno.test("followLate() waits for a signal that has aborted, too", async () => {
  using time = new FakeTime();
  const late = new AbortController();
  const unfollow = followLate(late, AbortSignal.abort("over"));
  await time.tickAsync(9_999);
  assertEquals(late.signal.aborted, false);
  await time.tickAsync(1);
  assertEquals(late.signal.reason, "over");
  unfollow();
});
