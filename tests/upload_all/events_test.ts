import { uploadAll, type UploadOptions } from "@network/upload";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { serve } from "../support/http_server.ts";

/** Uploads of bytes, each to a path of its own. */
function bytesTo(
  url: string,
  sizes: readonly number[],
  options: Partial<UploadOptions> = {},
): UploadOptions[] {
  return sizes.map((size, index) => ({
    url: `${url}${index}`,
    method: "PUT",
    source: new Uint8Array(size),
    ...options,
  }));
}

Deno.test("uploadAll() gives only ended events without progress, each with its index", async () => {
  await using server = serve();
  const sizes = [10, 0, 300_000, 5, 7, 1];

  const events = await Array.fromAsync(uploadAll(bytesTo(server.url, sizes)));

  assertEquals(events.map(({ phase }) => phase), sizes.map(() => "ended"));
  const inOrder = events.toSorted((one, other) => one.index - other.index);
  assertEquals(inOrder.map(({ index }) => index), [0, 1, 2, 3, 4, 5]);
  assertEquals(inOrder.map((event) => [event.url, event.bytesTransferred]), [
    ...sizes.map((size, index) => [`${server.url}${index}`, size]),
  ]);
  assertEquals(server.received.length, sizes.length);
});

Deno.test("uploadAll() gives all events of an upload with progress, in their order", async () => {
  await using server = serve();
  const [first, second] = bytesTo(server.url, [300_000, 300_000]);
  assert(first && second);

  const running = uploadAll([{ ...first, progress: true }, second]);
  const phases: string[][] = [[], []];
  for await (const { index, phase } of running) phases[index]?.push(phase);

  assertEquals(phases[0]?.[0], "began");
  assertEquals(phases[0]?.at(-1), "ended");
  assert(phases[0]?.slice(1, -1).every((phase) => phase === "progress"));
  assertEquals(phases[1], ["ended"]);
});

Deno.test("uploadAll() of nothing has no events", async () => {
  const running = uploadAll([]);

  assertEquals(await Array.fromAsync(running), []);
  assertEquals(await running.orThrow(), {
    files: 0,
    ended: 0,
    failed: 0,
    bytesTransferred: 0,
    bytesEstimated: 0,
    bytesPerSecond: -1,
    secondsRemaining: 0,
  });
});

Deno.test("uploadAll() is iterated once", async () => {
  const running = uploadAll([]);
  running[Symbol.asyncIterator]();

  assertThrows(
    () => running[Symbol.asyncIterator](),
    TypeError,
    "uploadAll: the events are already being iterated",
  );
  await running;
});

Deno.test("uploadAll() takes the same options twice, and every kind of iterable", async () => {
  await using server = serve();
  const list = [...bytesTo(server.url, [100]), ...bytesTo(server.url, [100])];
  async function* later(): AsyncGenerator<UploadOptions> {
    yield* list;
  }

  for (const uploads of [list, list.values(), new Set(list), later()]) {
    const { ended, failed, bytesTransferred } = await uploadAll(uploads);

    assertEquals([ended, failed, bytesTransferred], [2, 0, 200]);
  }
  const twice = list.flatMap((options) => [options, options]);
  assertEquals((await uploadAll(twice)).bytesTransferred, 400);
});

Deno.test("uploadAll() gives the retries of an upload", async () => {
  let requests = 0;
  await using server = serve(() =>
    new Response(null, { status: ++requests === 1 ? 503 : 200 })
  );
  const retry = { limit: 1, baseDelay: 0 };
  const [options] = bytesTo(server.url, [1000], { retry, progress: true });
  assert(options);

  const running = uploadAll([options]);
  const retrying: (readonly number[])[] = [];
  for await (const event of running) {
    if (event.phase !== "retrying") continue;
    retrying.push([event.attempt, event.status]);
  }

  assertEquals(retrying, [[1, 503]]);
  const { failed, bytesTransferred } = await running;
  assertEquals([failed, bytesTransferred], [0, 1000]);
});

Deno.test("uploadAll() gives a handle of nothing but what it documents", async () => {
  const running = uploadAll([]);
  await running;

  const names = [running, Object.getPrototypeOf(running)].flatMap(
    Reflect.ownKeys,
  );
  assertEquals(names.map(String).sort(), [
    "Symbol(Symbol.asyncDispose)",
    "Symbol(Symbol.asyncIterator)",
    "cancel",
    "constructor",
    "ended",
    "orThrow",
    "then",
  ]);
});
