import { assert, assertEquals } from "@std/assert";
import { retryDelay } from "../../src/transfer/retry_delay.ts";
import { chooseSeed, Random } from "../support/random.ts";

const POLICY = { baseDelay: 500, maxDelay: 30_000 };
const NOW = Date.UTC(1994, 10, 6, 8, 49, 0);

function chance(random: number) {
  return { random: () => random, now: () => NOW };
}

const LONGEST: readonly (readonly [repeats: number, ms: number])[] = [
  [0, 500],
  [1, 1_000],
  [2, 2_000],
  [5, 16_000],
  [6, 30_000],
  [100, 30_000],
  [1e9, 30_000],
];

for (const [repeats, ms] of LONGEST) {
  Deno.test(`retryDelay() is from 0 to ${ms} ms after ${repeats} repetitions`, () => {
    const delay = (random: number) =>
      retryDelay(POLICY, repeats, undefined, chance(random));

    assertEquals(delay(0), 0);
    assertEquals(delay(0.5), ms / 2);
    assertEquals(delay(1 - 2 ** -53), ms);
  });
}

Deno.test("retryDelay() is evenly distributed, and an integer", () => {
  const random = new Random(chooseSeed());
  const delays = Array.from(
    { length: 10_000 },
    () =>
      retryDelay(POLICY, 3, new Headers(), {
        random: () => random.next(),
        now: () => NOW,
      }) ?? NaN,
  );

  assert(delays.every((ms) => Number.isInteger(ms) && ms >= 0 && ms <= 4_000));
  for (const quarter of [0, 1, 2, 3]) {
    const count = delays.filter((ms) => Math.floor(ms / 1_000.25) === quarter)
      .length;
    assert(count > 2_200 && count < 2_800, `${count} in quarter ${quarter}`);
  }
});

const NO_DELAY: readonly (typeof POLICY)[] = [
  { baseDelay: 0, maxDelay: 30_000 },
  { baseDelay: 500, maxDelay: 0 },
  { baseDelay: 0, maxDelay: 0 },
  { baseDelay: Infinity, maxDelay: 0 },
];

for (const policy of NO_DELAY) {
  Deno.test(`retryDelay() is 0 with ${Deno.inspect(policy)}`, () => {
    for (const repeats of [0, 5, 2_000]) {
      assertEquals(retryDelay(policy, repeats, undefined, chance(0.9)), 0);
    }
  });
}

const ASKED: readonly (readonly [value: string, ms: number | undefined])[] = [
  ["0", 0],
  ["7", 7_000],
  ["30", 30_000],
  ["31", undefined],
  ["31536000", undefined],
  ["9".repeat(400), undefined],
  ["Sun, 06 Nov 1994 08:49:07 GMT", 7_000],
  ["Sun, 06 Nov 2044 08:49:07 GMT", undefined],
  // Not valid, or passed: as without it.
  ["-1", 1_000],
  ["soon", 1_000],
  ["Sun, 06 Nov 1994 08:48:00 GMT", 1_000],
];

for (const [value, ms] of ASKED) {
  Deno.test(`retryDelay() is ${ms} ms with Retry-After: ${value.slice(0, 40)}`, () => {
    const headers = new Headers({ "retry-after": value });

    assertEquals(retryDelay(POLICY, 2, headers, chance(0.5)), ms);
  });
}
