import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { serveRaw } from "../support/raw_server.ts";

/** The first byte goes at once, and the next one after a second. */
const SLOWEST = 1;

Deno.test("upload() does not mistake the wait for the pace for an idle connection", async () => {
  await using server = serve();

  const ended = await upload({
    url: server.url,
    source: new Uint8Array(3),
    maxBytesPerSecond: 2,
    timeout: 0.2,
  });

  assertEquals([outcomeOf(ended), ended.response], ["200 text", "3"]);
});

Deno.test("upload() with a pace ends when the server stops reading", async () => {
  const over = Promise.withResolvers<void>();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await over.promise;
  });

  const ended = await upload({
    url: server.url,
    source: new Uint8Array(64_000_000),
    maxBytesPerSecond: 64_000_000,
    timeout: 0.3,
  });
  over.resolve();

  assertEquals(outcomeOf(ended), "timeout");
});

Deno.test("upload() is cancelled at once while it waits for its pace", async () => {
  await using server = serve();
  const running = upload({
    url: server.url,
    source: new Uint8Array(100),
    maxBytesPerSecond: SLOWEST,
    progress: true,
    progressInterval: 0,
  });
  const start = performance.now();

  for await (const { phase } of running) {
    if (phase === "progress") running.cancel();
  }

  assertEquals(outcomeOf(await running), "cancelled");
  assert(performance.now() - start < 900);
});

Deno.test("upload() does not wait for its pace after the server has refused it", async () => {
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.write(
      "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n" +
        "Connection: close\r\n\r\n",
    );
  });

  const ended = await upload({
    url: server.url,
    source: new Uint8Array(100),
    maxBytesPerSecond: SLOWEST,
  });

  assertEquals(outcomeOf(ended), "413 text");
});

Deno.test("upload() with a pace ends with the error of its source", async () => {
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await connection.drain();
  });
  async function* source() {
    yield new Uint8Array(10);
    await Promise.resolve();
    throw new Error("it broke");
  }

  const ended = await upload({
    url: server.url,
    source: source(),
    maxBytesPerSecond: 100,
  });

  assertEquals(outcomeOf(ended), "source");
});
