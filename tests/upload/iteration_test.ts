import { upload } from "@network/upload";
import { assertEquals, assertThrows } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { serveAnswers } from "../support/raw_request.ts";

const TYPE = "application/octet-stream";
const SIZE = 20_000_000;

Deno.test("upload() runs to its end without iteration", async () => {
  await using server = serve();
  const source = new Uint8Array(SIZE);

  const { ended } = upload(server.url, "PUT", { progress: true }, source, TYPE);

  assertEquals((await ended).response, String(SIZE));
});

Deno.test("upload() keeps began, the newest progress and ended for a late iteration", async () => {
  await using server = serve();
  const source = new Uint8Array(SIZE);
  const params = { progress: true, progressInterval: 0 };
  const running = upload(server.url, "PUT", params, source, TYPE);
  await running.ended;

  const events = await eventsOf(running);

  assertEquals(
    events.map(({ phase, bytesTransferred }) => [phase, bytesTransferred]),
    [["began", 0], ["progress", SIZE], ["ended", SIZE]],
  );
});

Deno.test("upload() refuses a second iterator", async () => {
  await using server = serveAnswers();
  const running = upload(server.url, "PUT", new Blob(["hello"]), TYPE);
  const first = running[Symbol.asyncIterator]();

  assertThrows(
    () => running[Symbol.asyncIterator](),
    TypeError,
    "already being iterated",
  );
  assertEquals((await first.next()).value?.phase, "ended");
  assertEquals(await first.next(), { done: true, value: undefined });
  assertThrows(() => running[Symbol.asyncIterator](), TypeError);
});

Deno.test("upload() settles concurrent calls of next() in order", async () => {
  await using server = serveAnswers();
  const source = new Blob(["hello"]);
  const params = { progress: true };
  const iterator = upload(server.url, "PUT", params, source, TYPE)
    [Symbol.asyncIterator]();

  const results = await Promise.all(
    Array.from({ length: 5 }, () => iterator.next()),
  );

  assertEquals(results.map(({ value }) => value?.phase), [
    "began",
    "progress",
    "ended",
    undefined,
    undefined,
  ]);
});
