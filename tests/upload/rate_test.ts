import { upload } from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { FastTime } from "../support/fast_time.ts";
import { serve } from "../support/http_server.ts";
import { serveRaw } from "../support/raw_server.ts";

const LIMIT = 500_000;

Deno.test("upload() shows the rate and the time left, and at the end the average and 0", async () => {
  using time = new FastTime();

  const events = await time.passUntil(eventsOf(upload({
    url: "http://fast.invalid/",
    source: new Uint8Array(2 * LIMIT),
    maxBytesPerSecond: LIMIT,
    progress: true,
    fetch: async (_url, { body }) => {
      await new Response(body).bytes();
      return new Response();
    },
  })));

  const seconds = time.now / 1000;
  const progress = events.filter((event) => event.phase === "progress");
  const first = progress[0];
  const middle = progress.find(({ bytesTransferred }) =>
    bytesTransferred >= 1.5 * LIMIT
  );
  assertEquals([first?.bytesPerSecond, first?.secondsRemaining], [-1, -1]);
  assert(middle);
  assertLessOrEqual(middle.bytesPerSecond, LIMIT * 1.15);
  assert(middle.bytesPerSecond > LIMIT / 2);
  const left = 2 * LIMIT - middle.bytesTransferred;
  assert(middle.secondsRemaining > 0);
  assertLessOrEqual(
    Math.abs(middle.secondsRemaining - left / middle.bytesPerSecond),
    0.5,
  );
  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals(ended.secondsRemaining, 0);
  assertLessOrEqual(Math.abs(ended.bytesPerSecond * seconds / LIMIT - 2), 0.3);
});

Deno.test("upload() shows the average even without progress", async () => {
  await using server = serve();
  const { url } = server;

  const ended = await upload({ url, source: new Uint8Array(1_000) });
  assert(ended.bytesPerSecond > 0);
  assertEquals(ended.secondsRemaining, 0);

  const stream = ReadableStream.from([new Uint8Array(1_000)]);
  const unknown = await upload({ url, source: stream });
  assert(unknown.bytesPerSecond > 0);
  assertEquals(unknown.secondsRemaining, 0);
});

Deno.test("upload() reports no time left if it has failed or was refused early", async () => {
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.write(
      "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n" +
        "Connection: close\r\n\r\n",
    );
    await connection.drain();
  });
  const source = new Uint8Array(64_000_000);

  const refused = await upload({ url: server.url, source });
  assertEquals([refused.status, refused.secondsRemaining], [413, -1]);

  const running = upload({ url: server.url, source });
  running.cancel();
  const { secondsRemaining, bytesPerSecond } = await running;
  assertEquals([secondsRemaining, bytesPerSecond], [-1, -1]);
});

Deno.test("upload() reports 0 s left if a server refuses it after the whole body", async () => {
  await using server = serve(() => new Response("no", { status: 500 }));

  const ended = await upload({ url: server.url, source: new Uint8Array(500) });

  assertEquals([ended.status, ended.secondsRemaining], [500, 0]);
});

Deno.test("upload() shows that a transfer stalls: the rate drops, and the time left is unknown", async () => {
  using time = new FastTime();
  const go = Promise.withResolvers<void>();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await go.promise;
  });
  const running = upload({
    url: server.url,
    source: pausing(go.promise),
    size: 10_000_000,
    progress: true,
  });
  const rates: number[] = [];
  let sank = false;

  const watching = (async () => {
    for await (const event of running) {
      if (event.phase !== "progress") continue;
      rates.push(event.bytesPerSecond);
      sank ||= event.secondsRemaining === -1 &&
        event.bytesPerSecond > 0 &&
        event.bytesPerSecond < Math.max(...rates) / 2;
      if (sank) break;
    }
  })();
  await time.passUntil(watching);
  go.resolve();

  assert(sank);
});

/** Yields evenly for a second, and then nothing for a long time. */
async function* pausing(go: Promise<void>): AsyncGenerator<Uint8Array> {
  for (let step = 0; step < 20; step++) {
    yield new Uint8Array(5_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await go;
}
