import { assert, assertEquals } from "@std/assert";
import { type Protocol, upload, type UploadEvent } from "@network/upload";
import { eventsOf } from "../support/events.ts";
import { serveFlaky } from "../support/flaky_server.ts";
import { answer } from "../support/raw_server.ts";

const LATER = answer(
  "busy",
  "503 Busy",
  "Retry-After: 0\r\nConnection: close\r\n",
);

/** The phases of events, each run of progress as one. */
function phasesOf(events: readonly UploadEvent[]): string {
  return events.map(({ phase }) => phase).join(" ")
    .replace(/progress( progress)+/g, "progress");
}

Deno.test("each retry is an event between began and ended, with its reason", async () => {
  await using server = serveFlaky(["status", "reset after the body"], LATER);

  const events = await eventsOf(upload({
    url: server.url,
    source: new Uint8Array(1_000_000),
    retry: { baseDelay: 4 },
    progress: true,
    progressInterval: 0,
  }));

  assertEquals(
    phasesOf(events),
    "began progress retrying progress retrying progress ended",
  );
  const [first, second] = events.filter((event) => event.phase === "retrying");
  assert(first && second);
  assertEquals([first.attempt, first.delay, first.status, first.error], [
    1,
    0,
    503,
    undefined,
  ]);
  assertEquals([second.attempt, second.status, second.error?.code], [
    2,
    -1,
    "network",
  ]);
  assert(second.delay >= 0 && second.delay <= 8);
  assertEquals([first.isError, first.bytesTransferred], [false, 1_000_000]);
  const ended = events.at(-1);
  assertEquals([ended?.bytesTransferred, ended?.bytesStored], [
    1_000_000,
    1_000_000,
  ]);
});

Deno.test("bytesTransferred starts from 0 again with each attempt", async () => {
  await using server = serveFlaky(["status"], LATER);

  const events = await eventsOf(upload({
    url: server.url,
    source: new Uint8Array(5_000_000),
    retry: 1,
    progress: true,
    progressInterval: 0,
  }));

  const at = events.findIndex(({ phase }) => phase === "retrying");
  const counts = (some: readonly UploadEvent[]) =>
    some.map(({ bytesTransferred }) => bytesTransferred);
  const before = counts(events.slice(0, at));
  const after = counts(events.slice(at + 1));
  assertEquals(before, before.toSorted((one, other) => one - other));
  assertEquals(after, after.toSorted((one, other) => one - other));
  assert((before.at(-1) ?? 0) > (after[0] ?? Infinity));
  assertEquals(after.at(-1), 5_000_000);
});

Deno.test("a late consumer misses no retry, and none is reported without progress", async () => {
  for (const progress of [true, false]) {
    await using server = serveFlaky(Array(9).fill("status"), LATER);
    const running = upload({
      url: server.url,
      source: new Uint8Array(1_000),
      retry: 9,
      progress,
    });
    await running;

    const attempts = (await eventsOf(running)).flatMap((event) =>
      event.phase === "retrying" ? [event.attempt] : []
    );

    assertEquals(attempts, progress ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : []);
  }
});

Deno.test("the retries of a failed upload come before its end", async () => {
  await using server = serveFlaky(Array(9).fill("reset after the body"));

  const events = await eventsOf(upload({
    url: server.url,
    source: new Uint8Array(1_000),
    retry: { limit: 2, baseDelay: 0 },
    progress: true,
  }));

  assertEquals(
    phasesOf(events).replaceAll(" progress", ""),
    "began retrying retrying ended",
  );
  assertEquals(events.at(-1)?.isError, true);
});

Deno.test("a protocol continues from what the server has stored, and its attempts are counted from 0", async () => {
  // Every other request fails.
  const failures = Array.from(
    { length: 20 },
    (_, index) => index % 2 === 0 ? "reset after the body" as const : undefined,
  );
  await using server = serveFlaky(failures);
  const stored = new WeakMap<object, number>();
  const inParts: Protocol = async (
    { url, headers, source, acknowledge },
    send,
  ) => {
    while (true) {
      const start = stored.get(source) ?? 0;
      const end = Math.min(start + 100, source.size);
      const reply = await send({
        url,
        method: "POST",
        headers,
        open: () => source.open({ start, end }),
        reopens: true,
      });
      if (!reply.response.ok) return reply;
      stored.set(source, end);
      acknowledge(end);
      if (end === source.size) return reply;
    }
  };

  const events = await eventsOf(upload({
    url: server.url,
    source: new Uint8Array(1_000),
    protocol: inParts,
    retry: { limit: 1, baseDelay: 0 },
    progress: true,
  }));

  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals([ended.status, ended.bytesTransferred, ended.bytesStored], [
    200,
    1_000,
    1_000,
  ]);
  const retries = events.filter((event) => event.phase === "retrying");
  assertEquals(retries.map(({ attempt }) => attempt), Array(10).fill(1));
  assertEquals(
    retries.map(({ bytesStored }) => bytesStored),
    [0, 100, 200, 300, 400, 500, 600, 700, 800, 900],
  );
});

Deno.test("a protocol is retried five times by default", async () => {
  await using server = serveFlaky(Array(9).fill("status"), LATER);
  const protocol: Protocol = ({ url, headers }, send) =>
    send({ url, method: "POST", headers });

  const { status } = await upload({
    url: server.url,
    source: new Uint8Array(5),
    protocol,
  });

  assertEquals([status, server.requests], [503, 6]);
});
