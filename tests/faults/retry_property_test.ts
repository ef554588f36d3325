/**
 * Retries against servers that fail in random ways. Runs 300 cases, or as many as the variable
 * CASES says:
 *
 *     CASES=2000 deno task test tests/faults/retry_property_test.ts
 *
 * @module
 */

import {
  type Protocol,
  type RetryOptions,
  upload,
  type UploadEndedEvent,
  type UploadEvent,
  type UploadSource,
} from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { chunksOf, streamOf } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import {
  type Failure,
  FAILURES,
  type FlakyServer,
  serveFlaky,
} from "../support/flaky_server.ts";
import { sha256Of } from "../support/hash.ts";
import { chooseSeed, Random } from "../support/random.ts";

const CASES = Number(Deno.env.get("CASES") ?? 300);
const AT_ONCE = 8;

/** One case: what is sent, how often, and how the server fails. */
interface Case {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly kind: "bytes" | "blob" | "stream" | "iterable" | "file" | "function";
  readonly source: UploadSource;
  readonly method: string;
  readonly failures: readonly Failure[];
  readonly limit: number;
  readonly refresh: "none" | "nothing" | "headers" | "throws";
  /** The retry in which it is cancelled; none by default. */
  readonly cancelAt: number;
  readonly protocol: Protocol | undefined;
}

Deno.test("a server stores a retried upload byte for byte as it was sent", async () => {
  const random = new Random(chooseSeed());
  using folder = new TempFolder();
  const cases = Array.from(
    { length: CASES },
    (_, index) => makeCase(random, index, folder),
  ).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of cases) await runCase(one);
    }),
  );
});

async function runCase(one: Case): Promise<void> {
  await using server = serveFlaky(one.failures);
  const running = upload({
    url: server.url,
    method: one.method,
    source: one.source,
    protocol: one.protocol,
    retry: { limit: one.limit, baseDelay: 0, ...refreshOf(one) },
    timeout: isSilent(one) ? 0.3 : 30,
    progress: true,
  });
  const events: UploadEvent[] = [];
  for await (const event of running) {
    events.push(event);
    if (event.phase !== "retrying") continue;
    if (event.attempt === one.cancelAt) running.cancel();
  }
  const told = JSON.stringify({ ...one, bytes: one.bytes.length, source: "" });
  try {
    await check(one, events, await running, server);
  } catch (thrown) {
    throw new Error(told, { cause: thrown });
  }
}

async function check(
  one: Case,
  events: readonly UploadEvent[],
  ended: UploadEndedEvent,
  { sums, requests }: FlakyServer,
): Promise<void> {
  assertEquals(events.at(-1), ended);
  const sum = await sha256Of(one.bytes);
  assert(sums.every((stored) => stored === sum), "another body looked whole");
  assertLessOrEqual(requests, 1 + one.limit);
  const opensOnce = one.kind === "stream" || one.kind === "iterable";
  if (opensOnce) assertLessOrEqual(requests, 1);
  const attempts = events.filter(({ phase }) => phase === "retrying").length;
  assertLessOrEqual(attempts, one.limit);
  if (ended.ok) {
    assertEquals(sums.at(-1), sum);
    assertEquals(ended.bytesTransferred, one.bytes.length);
    assertEquals(ended.bytesStored, one.bytes.length);
    assertEquals(attempts, requests - 1);
  }
  const needed = one.failures.length;
  if (isSilent(one) || needed > 0 && opensOnce) return;
  const goesOn = needed < one.cancelAt &&
    (needed === 0 || one.refresh !== "throws");
  assertEquals(
    ended.ok,
    goesOn && needed <= one.limit,
    ended.response.toString(),
  );
}

function isSilent({ failures }: Case): boolean {
  return failures.some((failure) => failure.startsWith("silence"));
}

function refreshOf({ refresh }: Case): Pick<RetryOptions, "refresh"> {
  switch (refresh) {
    case "none":
      return {};
    case "nothing":
      return { refresh: () => {} };
    case "headers":
      return {
        refresh: (attempt) => Promise.resolve({ headers: { attempt } }),
      };
    case "throws":
      return { refresh: () => Promise.reject(new Error("signed out")) };
  }
}

function makeCase(random: Random, index: number, folder: TempFolder): Case {
  const size = random.pick([
    0,
    1 + random.below(100),
    65_535 + random.below(3),
    random.below(200_000),
    random.below(3_000_000),
  ]);
  const bytes = random.bytes(size);
  const kind = random.pick([
    "bytes",
    "blob",
    "stream",
    "iterable",
    "file",
    "function",
  ]);
  return {
    bytes,
    kind,
    source: makeSource(kind, bytes, folder, index),
    method: random.pick(["PUT", "POST"]),
    failures: Array.from(
      { length: random.below(4) },
      () => random.pick(FAILURES),
    ),
    limit: 1 + random.below(4),
    refresh: random.pick(["none", "nothing", "headers", "headers", "throws"]),
    cancelAt: random.chance(0.1) ? 1 + random.below(3) : Infinity,
    protocol: random.chance(0.3) ? whole : undefined,
  };
}

/** Sends the source in one request, as without a protocol. */
const whole: Protocol = ({ url, method, headers, source }, send) =>
  send({
    url,
    method,
    headers,
    open: () => source.open(),
    reopens: source.reopens,
  });

function makeSource(
  kind: Case["kind"],
  bytes: Uint8Array<ArrayBuffer>,
  folder: TempFolder,
  index: number,
): UploadSource {
  switch (kind) {
    case "bytes":
      return bytes;
    case "blob":
      return new Blob([bytes]);
    case "file":
      return folder.write(String(index), bytes);
    case "function":
      return ({ start, end }) => streamOf(bytes.subarray(start, end));
    case "stream":
      return streamOf(bytes);
    case "iterable":
      return chunksOf(bytes);
  }
}
