import { upload } from "@network/upload";
import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { eventsOf, outcomeOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { serveRaw } from "../support/raw_server.ts";

const TYPE = "application/octet-stream";
const CHUNK = 1000;

/** A source whose chunks are released one by one. */
class GatedSource implements AsyncIterable<Uint8Array> {
  /** Bytes that were handed out. */
  given = 0;
  readonly #count: number;
  #open = Promise.withResolvers<void>();

  constructor(count: number) {
    this.#count = count;
  }

  /** Lets the next chunk go. */
  release(): void {
    this.#open.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < this.#count; index++) {
      await this.#open.promise;
      this.#open = Promise.withResolvers();
      this.given += CHUNK;
      yield new Uint8Array(CHUNK);
    }
  }
}

for (const size of [undefined, 10 * CHUNK]) {
  Deno.test(`upload() reports each chunk once it was taken (${size ?? "no"} size)`, async () => {
    await using server = serve();
    const source = new GatedSource(10);
    const params = {
      progress: true,
      progressInterval: 0,
      ...(size === undefined ? {} : { size }),
    };
    const counts: number[] = [];

    const running = upload(server.url, "PUT", params, source, TYPE);
    for await (const { phase, bytesTransferred } of running) {
      assertLessOrEqual(bytesTransferred, source.given);
      if (phase === "progress") counts.push(bytesTransferred);
      source.release();
    }

    assertEquals(counts, Array.from({ length: 10 }, (_, n) => (n + 1) * CHUNK));
  });
}

Deno.test("upload() reports the first and the last progress if the interval is longer than the upload", async () => {
  await using server = serve();
  const source = new Uint8Array(50_000_000);
  const params = { progress: true, progressInterval: 1e9 };

  const events = await eventsOf(
    upload(server.url, "PUT", params, source, TYPE),
  );

  const counts = events.filter(({ phase }) => phase === "progress")
    .map(({ bytesTransferred }) => bytesTransferred);
  assertEquals(counts.length, 2);
  assert((counts[0] ?? 0) < source.byteLength);
  assertEquals(counts[1], source.byteLength);
});

Deno.test("upload() reports progress at most ten times per second", async () => {
  await using server = serve();
  const source = new Uint8Array(200_000_000);
  const start = performance.now();

  const events = await eventsOf(
    upload(server.url, "PUT", { progress: true }, source, TYPE),
  );

  const tenths = Math.ceil((performance.now() - start) / 100);
  const progress = events.filter(({ phase }) => phase === "progress");
  // One at the start and one at the end come besides.
  assertLessOrEqual(progress.length, tenths + 2);
});

Deno.test("upload() is not slowed by a slow loop, which gets only the newest progress", async () => {
  await using server = serve();
  const source = new Uint8Array(20_000_000);
  const params = { progress: true, progressInterval: 0 };
  const running = upload(server.url, "PUT", params, source, TYPE);
  const told: (readonly [string, number])[] = [];

  for await (const { phase, bytesTransferred } of running) {
    told.push([phase, bytesTransferred]);
    await running.ended;
  }

  assertEquals(told, [
    ["began", 0],
    ["progress", 20_000_000],
    ["ended", 20_000_000],
  ]);
});

Deno.test("upload() reports progress as far as a server reads, and all of it at the end", async () => {
  const size = 64_000_000;
  const go = Promise.withResolvers<void>();
  let read = 0;
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await go.promise;
    read = (await connection.readBytes(size)).byteLength;
    await connection.write("HTTP/1.1 204 No Content\r\n\r\n");
  });
  const params = { progress: true, progressInterval: 0 };
  const source = new Uint8Array(size);
  const running = upload(server.url, "PUT", params, source, TYPE);
  let beforeGo = 0;
  let last = 0;

  for await (const { phase, bytesTransferred } of running) {
    if (phase !== "progress") continue;
    last = bytesTransferred;
    if (beforeGo > 0) continue;
    beforeGo = bytesTransferred;
    assertEquals(read, 0);
    go.resolve();
  }

  assert(beforeGo > 0 && beforeGo < size);
  assertEquals([last, read], [size, size]);
});

Deno.test("upload() does not count bytes that a server left unread", async () => {
  const size = 64_000_000;
  const stopped = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<number>();
  await using server = serveRaw(async (connection) => {
    await connection.readHead();
    await stopped.promise;
    arrived.resolve(await connection.drain());
  });
  const params = { progress: true, progressInterval: 0, timeout: 0.3 };
  const source = new Uint8Array(size);

  const events = await eventsOf(
    upload(server.url, "PUT", params, source, TYPE),
  );
  stopped.resolve();

  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals(outcomeOf(ended), "timeout");
  assert(ended.bytesTransferred > 0);
  // What was taken is on its way, but for what the transport still held when it was stopped.
  const held = 2 * 1024 * 1024;
  assertLessOrEqual(ended.bytesTransferred, await arrived.promise + held);
});
