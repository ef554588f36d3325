import { assertEquals } from "@std/assert";
import { follow } from "../../src/transfer/follow.ts";
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
