import { assertEquals } from "@std/assert";
import { UploadError, type UploadErrorCode } from "@network/upload";
import type { Reply } from "../../src/request/protocol.ts";
import { checkRetry } from "../../src/request/retry_policy.ts";
import { RetryPlan } from "../../src/transfer/retry_plan.ts";

const HALF = { random: () => 0.5, now: () => 0 };

function planOf(retry: unknown): RetryPlan {
  const policy = checkRetry(retry, false);
  if (policy === undefined) throw new Error("nothing to plan");
  return new RetryPlan(policy, HALF);
}

function reply(status: number, headers: HeadersInit = {}): Reply {
  return {
    response: new Response(null, { status, headers }),
    body: { responseType: "text", response: "" },
  };
}

function failure(
  isTransient = true,
  code: UploadErrorCode = "network",
): UploadError {
  return new UploadError(code, "no", { isTransient });
}

const REPEATED = [408, 425, 429, 500, 502, 503, 504];

Deno.test("RetryPlan repeats after the statuses of its policy, and after no other", () => {
  const all = Array.from({ length: 400 }, (_, index) => 200 + index);
  const repeated = (retry: unknown) =>
    all.filter((status) => planOf(retry).next(reply(status), 0));

  assertEquals(repeated(3), REPEATED);
  assertEquals(repeated({ statuses: [409, 599] }), [409, 599]);
  assertEquals(repeated({ statuses: [] }), []);
  const refresh = () => ({});
  assertEquals(repeated({ refresh }), [401, 403, ...REPEATED]);
});

Deno.test("RetryPlan never repeats after a reply that is final", () => {
  const refresh = () => ({});
  for (const status of [401, ...REPEATED]) {
    const final = { ...reply(status), isFinal: true };
    assertEquals(planOf({ refresh }).next(final, 0), undefined);
  }
});

const CODES: readonly UploadErrorCode[] = [
  "cancelled",
  "timeout",
  "not-found",
  "not-a-file",
  "permission",
  "outside-directory",
  "source",
  "network",
  "response-too-large",
];

for (const code of CODES) {
  Deno.test(`RetryPlan repeats after ${code} only if the error is transient`, () => {
    const error = failure(true, code);

    assertEquals(planOf(3).next(error, 0), {
      attempt: 1,
      delay: 250,
      status: -1,
      error,
    });
    assertEquals(planOf(3).next(failure(false, code), 0), undefined);
  });
}

Deno.test("RetryPlan counts to its limit, with delays that double", () => {
  const plan = planOf(4);
  const outcomes = [failure(), reply(503), reply(429), failure(), failure()];

  const retries = outcomes.map((outcome) => plan.next(outcome, 0));

  assertEquals(retries.map((retry) => retry?.attempt), [1, 2, 3, 4, undefined]);
  assertEquals(retries.map((retry) => retry?.delay), [
    250,
    500,
    1_000,
    2_000,
    undefined,
  ]);
  assertEquals(retries.map((retry) => retry?.status), [
    -1,
    503,
    429,
    -1,
    undefined,
  ]);
});

Deno.test("RetryPlan counts from 0 again only when more is stored than ever before", () => {
  const plan = planOf(2);
  const attempts = [0, 0, 100, 100, 50, 100, 101, 101, 101].map((stored) =>
    plan.next(failure(), stored)?.attempt
  );

  assertEquals(attempts, [
    1,
    2,
    1,
    2,
    undefined,
    undefined,
    1,
    2,
    undefined,
  ]);
});

Deno.test("RetryPlan waits as long as the server asks, and ends if that is too long", () => {
  const asked = (seconds: string) =>
    planOf(3).next(reply(503, { "retry-after": seconds }), 0)?.delay;

  assertEquals([asked("12"), asked("30"), asked("31")], [
    12_000,
    30_000,
    undefined,
  ]);
});

Deno.test("RetryPlan repeats a reply that is transient, whatever its status", () => {
  const locked = reply(423, { "retry-after": "12" });

  assertEquals(planOf(3).next(locked, 0), undefined);
  const retry = planOf(3).next({ ...locked, isTransient: true }, 0);
  assertEquals([retry?.status, retry?.delay], [423, 12_000]);
});

for (const status of [401, 403]) {
  Deno.test(`RetryPlan refreshes once after ${status}, at once, until more is stored`, () => {
    const plan = planOf({ limit: 5, refresh: () => ({}) });
    const rejected = reply(status, { "retry-after": "12" });

    assertEquals(plan.next(rejected, 0), {
      attempt: 1,
      delay: 0,
      status,
      error: undefined,
    });
    assertEquals(plan.next(rejected, 0), undefined);
    assertEquals(plan.next(failure(), 0)?.attempt, 2);
    assertEquals(plan.next(rejected, 0), undefined);
    assertEquals(plan.next(rejected, 1)?.attempt, 1);
  });

  Deno.test(`RetryPlan treats ${status} like any other status of the policy`, () => {
    const plan = planOf({ statuses: [status], refresh: () => ({}) });

    const delays = [1, 2, 3, 4].map(() => plan.next(reply(status), 0)?.delay);

    assertEquals(delays, [250, 500, 1_000, undefined]);
  });
}
