import { assertEquals } from "@std/assert";
import timers from "node:timers";
import { keepFresh, wasFresh } from "../../../src/resumable/lock/heartbeat.ts";
import { TempFolder } from "../../support/files.ts";
import { until } from "../../support/until.ts";

const EXPIRY_MS = 30_000;

function age(path: string, ms: number): void {
  const then = new Date(Date.now() - ms);
  Deno.utimeSync(path, then, then);
}

Deno.test("a claim is fresh for 30 s after it was touched", async () => {
  using folder = new TempFolder();
  const path = folder.write("claim", "");

  age(path, EXPIRY_MS - 5_000);
  assertEquals(await wasFresh(path), true);
  age(path, EXPIRY_MS);
  assertEquals(await wasFresh(path), false);
  assertEquals(await wasFresh(`${path}.missing`), false);
});

Deno.test("a claim is touched every 5 s, until it is released", async () => {
  using folder = new TempFolder();
  const path = folder.write("claim", "");
  const { setInterval, clearInterval } = timers;
  const calls: unknown[] = [];
  let touch = () => {};
  const timer = { unref: () => calls.push("unref") };
  Object.assign(timers, {
    setInterval(call: () => void, ms: number) {
      calls.push(ms);
      touch = call;
      return timer;
    },
    clearInterval: (given: unknown) => calls.push(given),
  });
  try {
    const stop = keepFresh(path);
    for (let round = 0; round < 2; round++) {
      age(path, EXPIRY_MS);
      touch();
      await until(() => ageOf(path) < EXPIRY_MS / 2);
    }
    stop();
    assertEquals(calls, [5_000, "unref", timer]);
  } finally {
    Object.assign(timers, { setInterval, clearInterval });
  }
});

function ageOf(path: string): number {
  return Date.now() - (Deno.statSync(path).mtime?.getTime() ?? 0);
}
