/**
 * Retries against servers that fail in random ways. Runs 300 cases, or as many as the variable
 * CASES says:
 *
 *     CASES=2000 deno task test tests/faults/retry_property_test.ts
 *
 * @module
 */

import {
  upload,
  type UploadEndedEvent,
  type UploadEvent,
} from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { type FlakyServer, serveFlaky } from "../support/flaky_server.ts";
import { sha256Of } from "../support/hash.ts";
import { serve } from "../support/http_server.ts";
import { chooseSeed, Random } from "../support/random.ts";
import {
  contentOf,
  drawRetryCase,
  opensOnce,
  refreshOf,
  type RetryCase,
  sumOf,
} from "../support/retry_cases.ts";

const CASES = Number(Deno.env.get("CASES") ?? 300);
const AT_ONCE = 8;

Deno.test("a server stores a retried upload byte for byte as it was sent", async () => {
  const random = new Random(chooseSeed());
  using folder = new TempFolder();
  const cases = Array.from(
    { length: CASES },
    (_, index) => drawRetryCase(random, index, folder),
  ).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of cases) await runCase(one);
    }),
  );
});

async function runCase(one: RetryCase): Promise<void> {
  await using server = serveFlaky(one.failures, undefined, sumOf);
  await using redirecting = serve(() => Response.redirect(server.url, 307));
  const running = upload({
    url: one.isRedirected ? redirecting.url : server.url,
    method: one.method,
    ...contentOf(one),
    protocol: one.protocol,
    maxBytesPerSecond: one.maxBytesPerSecond,
    retry: { limit: one.limit, baseDelay: 0, ...refreshOf(one, server.url) },
    timeout: isSilent(one) ? 0.3 : 30,
    progress: true,
  });
  const events: UploadEvent[] = [];
  for await (const event of running) {
    events.push(event);
    if (event.phase !== "retrying") continue;
    if (event.attempt === one.cancelAt) running.cancel();
  }
  const requests = server.heads.map((head) => head.split("\r\n", 1)[0]);
  const told = JSON.stringify({
    ...one,
    bytes: one.bytes.length,
    source: "",
    requests,
    events: events.map(({ phase }) => phase),
  });
  try {
    await check(one, events, await running, server);
  } catch (thrown) {
    throw new Error(told, { cause: thrown });
  }
}

async function check(
  one: RetryCase,
  events: readonly UploadEvent[],
  ended: UploadEndedEvent,
  { sums, requests, heads }: FlakyServer,
): Promise<void> {
  assertEquals(events.at(-1), ended);
  const sum = await sha256Of(one.bytes);
  assert(sums.every((stored) => stored === sum), "another body looked whole");
  assertLessOrEqual(requests, 1 + one.limit);
  if (opensOnce(one)) assertLessOrEqual(requests, 1);
  const attempts = events.filter(({ phase }) => phase === "retrying").length;
  assertLessOrEqual(attempts, one.limit);
  if (one.refresh === "url") {
    const signed = heads.filter((head) => head.includes("?signature="));
    assertEquals(signed.length, Math.max(requests - 1, 0));
  }
  if (ended.ok) {
    const size = ended.bytesEstimated;
    if (size >= 0) assertEquals(ended.bytesTransferred, size);
    assertEquals(sums.at(-1), sum);
    assertEquals(ended.bytesStored, ended.bytesTransferred);
    assertEquals(attempts, requests - 1);
  }
  const needed = one.failures.length;
  const isRepeated = needed > 0 || one.isRedirected;
  if (isSilent(one) || isRepeated && opensOnce(one)) return;
  const goesOn = needed < one.cancelAt &&
    (needed === 0 || one.refresh !== "throws");
  assertEquals(
    ended.ok,
    goesOn && needed <= one.limit,
    ended.response.toString(),
  );
}

function isSilent({ failures }: RetryCase): boolean {
  return failures.some((failure) => failure.startsWith("silence"));
}
