import { assert, assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { type FetchLike, upload } from "@network/upload";
import { FastTime } from "../support/fast_time.ts";
import { randomBytes } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { until } from "../support/until.ts";

const SIZE = 70_000;

/** A `fetch` that sends two requests at a time, as a runtime does with its connections. */
function queueing(places = 2): FetchLike {
  const waiting: (() => void)[] = [];
  return async (url, init) => {
    if (places > 0) places--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      const response = await fetch(url, init);
      const bytes = await response.bytes();
      return new Response(bytes, response);
    } finally {
      const next = waiting.shift();
      if (next === undefined) places++;
      else next();
    }
  };
}

for (const size of [5, SIZE]) {
  Deno.test(`uploads of ${size} bytes that wait for a connection are not idle while others to the same origin progress`, async () => {
    using time = new FakeTime();
    const held: (() => void)[] = [];
    await using server = serve(async () => {
      await new Promise<void>((resolve) => held.push(resolve));
      return new Response();
    });
    const fetch = queueing();
    const source = randomBytes(size);

    const outcomes = Promise.all(
      Array.from({ length: 12 }, async () => {
        const ended = await upload({
          url: server.url,
          source,
          fetch,
          timeout: 0.4,
        }).ended;
        return ended.error?.code ?? ended.status;
      }),
    );

    let isOver = false;
    outcomes.then(() => isOver = true);
    while (!isOver) {
      await until(() => isOver || held.length === 2);
      // Two rounds take longer than the timeout.
      time.tick(300);
      for (const respond of held.splice(0)) respond();
    }

    assertEquals(await outcomes, Array(12).fill(200));
  });
}

/** Reads the whole body and then responds; the first origin gets nothing. */
const busyElsewhere: FetchLike = async ({ hostname }, { body }) => {
  if (hostname === "waits.invalid") return await new Promise(() => {});
  await new Response(body).bytes();
  return new Response();
};

Deno.test("an upload that waits for a connection is idle even if uploads to another origin progress", async () => {
  using time = new FastTime();
  let isOver = false;
  async function* slow() {
    for (let round = 0; round < 100 && !isOver; round++) {
      yield new Uint8Array(20_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const options = { fetch: busyElsewhere, timeout: 0.2 };
  const busy = upload({
    ...options,
    url: "http://moves.invalid/",
    source: slow(),
  });
  let busyEnded = false;
  busy.ended.then(() => busyEnded = true);

  const { error } = await time.passUntil(upload({
    ...options,
    url: "http://waits.invalid/",
    source: randomBytes(SIZE),
  }));

  assertEquals([error?.code, busyEnded], ["timeout", false]);
  isOver = true;
  assertEquals((await time.passUntil(busy)).status, 200);
});

Deno.test("an upload that a redirect has led to another origin is idle there, whatever the traffic at the first one", async () => {
  using time = new FastTime();
  let isOver = false;
  async function* slow() {
    for (let round = 0; round < 100 && !isOver; round++) {
      yield new Uint8Array(20_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const fetch: FetchLike = async (url, init) => {
    if (url.pathname !== "/moved") return await busyElsewhere(url, init);
    const headers = { location: "http://waits.invalid/" };
    return new Response(null, { status: 307, headers });
  };
  const options = { fetch, timeout: 0.2 };
  const url = "http://moves.invalid/";
  const busy = upload({ ...options, url, source: slow() });
  let busyEnded = false;
  busy.ended.then(() => busyEnded = true);

  const { error, responseUrl } = await time.passUntil(upload({
    ...options,
    url: `${url}moved`,
    source: randomBytes(SIZE),
  }));

  assertEquals([error?.code, busyEnded], ["timeout", false]);
  assertEquals(responseUrl, "http://waits.invalid/");
  isOver = true;
  assertEquals((await time.passUntil(busy)).status, 200);
});

/** A `fetch` that takes six million bytes at once, and then so many chunks, one after each pause. */
function fastThenSlow(pauseMs: number, chunks: number): FetchLike {
  return async (_, { body, signal }) => {
    const reader = new Response(body).body?.getReader();
    let length = 0;
    for (let left = chunks; left > 0;) {
      if (length > 6_000_000) {
        left--;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      const { done, value } = await reader?.read() ?? { done: true };
      if (done) return new Response();
      length += value?.byteLength ?? 0;
    }
    return await new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
  };
}

Deno.test("upload() follows the pace of a server that slows down after it took a lot at once", async () => {
  using time = new FastTime();
  async function* source() {
    for (let left = 60; left > 0; left--) yield new Uint8Array(100_000);
    for (let left = 5; left > 0; left--) yield new Uint8Array(70_000);
  }

  const ended = await time.passUntil(upload({
    url: "http://slow.invalid/",
    source: source(),
    fetch: fastThenSlow(300, Infinity),
    timeout: 0.2,
  }));

  assertEquals(ended.status, 200);
  assert(time.now > 1_000, `${time.now}`);
});

Deno.test("upload() ends when a server freezes after it took a lot at once", async () => {
  using time = new FastTime();
  const { error } = await time.passUntil(upload({
    url: "http://frozen.invalid/",
    source: randomBytes(20_000_000),
    fetch: fastThenSlow(0, 1),
    timeout: 0.2,
  }));

  assertEquals(error?.code, "timeout");
  assert(time.now > 200 && time.now < 1_500, `${time.now}`);
});
