import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { onTick } from "../src/ticker.ts";

/** Counts the timers that are started and not yet cleared; `FakeTime` holds them. */
function countTimers(): { readonly running: number } & Disposable {
  const { setInterval, clearInterval } = globalThis;
  const ids = new Set<unknown>();
  globalThis.setInterval = Object.assign(
    (...args: Parameters<typeof setInterval>) => {
      const id = setInterval(...args);
      ids.add(id);
      return id;
    },
    setInterval,
  );
  globalThis.clearInterval = (id) => {
    ids.delete(id);
    clearInterval(id);
  };
  return {
    get running() {
      return ids.size;
    },
    [Symbol.dispose]() {
      Object.assign(globalThis, { setInterval, clearInterval });
    },
  };
}

Deno.test("onTick() calls back at its interval until it is ended", () => {
  using time = new FakeTime();
  let calls = 0;
  const end = onTick(10, () => calls++);

  time.tick(9);
  assertEquals(calls, 0);
  time.tick(1);
  assertEquals(calls, 1);
  time.tick(30);
  assertEquals(calls, 4);
  end();
  time.tick(100);
  assertEquals(calls, 4);
});

Deno.test("onTick() starts one timer for all that have the same interval, which is gone with the last", () => {
  using time = new FakeTime();
  using timers = countTimers();
  const calls = [0, 0, 0];
  const follow = (ms: number, one: number) =>
    onTick(ms, () => calls[one] = (calls[one] ?? 0) + 1);

  const first = follow(10, 0);
  time.tick(5);
  const second = follow(10, 1);
  const other = follow(7, 2);
  assertEquals(timers.running, 2);
  time.tick(5);
  assertEquals(calls, [1, 1, 0]);

  first();
  first();
  assertEquals(timers.running, 2);
  time.tick(10);
  assertEquals(calls, [1, 2, 2]);
  second();
  assertEquals(timers.running, 1);
  other();
  assertEquals(timers.running, 0);
  time.tick(100);
  assertEquals(calls, [1, 2, 2]);
});

Deno.test("onTick() starts anew after all have ended", () => {
  using time = new FakeTime();
  using timers = countTimers();
  const end = onTick(10, () => {});
  end();
  let calls = 0;
  const again = onTick(10, () => calls++);
  end();

  time.tick(10);
  assertEquals([calls, timers.running], [1, 1]);
  again();
  assertEquals(timers.running, 0);
});

Deno.test("onTick() lets a listener end itself, and others, while it is called", () => {
  using time = new FakeTime();
  const calls: string[] = [];
  const ends = [
    onTick(10, () => {
      calls.push("first");
      ends.forEach((end) => end());
    }),
    onTick(10, () => calls.push("second")),
  ];

  time.tick(20);
  assertEquals(calls, ["first"]);
});
