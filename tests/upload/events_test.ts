import { upload, type UploadEvent } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { DeafPort } from "../support/deaf_port.ts";
import { eventsOf, outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";

const TYPE = "application/octet-stream";
const SIZE = 20_000_000;

function phasesOf(events: readonly UploadEvent[]): string {
  const phases = events.map(({ phase }) => phase);
  // However many there are, between two others they count as one.
  return phases.join(" ").replace(/progress( progress)+/, "progress");
}

Deno.test("upload() yields only ended without progress", async () => {
  using folder = new TempFolder();
  folder.sparse("data.bin", SIZE);
  await using server = serve();

  for (const params of [{}, { progress: false }]) {
    const events = await eventsOf(
      upload(server.url, "PUT", params, "data.bin", folder.url),
    );

    assertEquals(events.map(({ phase }) => phase), ["ended"]);
    assertEquals(events[0]?.bytesTransferred, SIZE);
    assertEquals(events[0]?.bytesEstimated, SIZE);
  }
});

Deno.test("upload() yields began, progress that grows to the full size, and one ended", async () => {
  using folder = new TempFolder();
  folder.sparse("data.bin", SIZE);
  await using server = serve();
  const url = `${server.url}path?query=1`;
  const params = { progress: true, progressInterval: 0 };
  const running = upload(url, "PUT", params, "data.bin", folder.url);

  const events = await eventsOf(running);

  assertEquals(phasesOf(events), "began progress ended");
  for (const event of events) {
    assertEquals(event.name, "networkRequest");
    assertEquals(event.requestId, running.requestId);
    assertEquals(event.url, url);
    assertEquals(event.isError, false);
    assertEquals(event.bytesEstimated, SIZE);
  }
  const counts = events.map(({ bytesTransferred }) => bytesTransferred);
  assertEquals(counts.at(0), 0);
  assertEquals(counts, counts.toSorted((one, other) => one - other));
  assertEquals(counts.at(-2), SIZE);
  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals(ended, await running.ended);
  assertEquals(ended.status, 200);
  assertEquals(ended.ok, true);
  assertEquals(ended.response, String(SIZE));
  assertEquals(ended.responseType, "text");
  assertEquals(ended.responseHeaders["content-length"], "8");
  assertEquals(ended.error, undefined);
});

Deno.test("upload() yields began before it connects", async () => {
  using deaf = await DeafPort.find();
  const source = new Blob(["hello"]);

  const events = await eventsOf(
    upload(deaf.url, "PUT", { progress: true }, source, TYPE),
  );

  const [began, ended] = [events.at(0), events.at(-1)];
  assertEquals(began?.phase, "began");
  assertEquals([began?.bytesTransferred, began?.bytesEstimated], [0, 5]);
  assert(ended?.phase === "ended");
  assertEquals(outcomeOf(ended), "network");
  assertEquals(ended.status, -1);
  assertEquals(ended.ok, false);
  assertEquals(ended.responseHeaders, {});
});

Deno.test("upload() yields no began if there is nothing to send", async () => {
  const folder = new URL("file:///nowhere/");
  const params = { progress: true };

  const events = await eventsOf(
    upload("http://127.0.0.1/", "PUT", params, "missing.txt", folder),
  );

  const [ended] = events;
  assertEquals(events.length, 1);
  assert(ended?.phase === "ended");
  assertEquals(outcomeOf(ended), "not-found");
  assertEquals([ended.bytesTransferred, ended.bytesEstimated], [0, -1]);
});

Deno.test("upload() gives each upload its own id", async () => {
  await using server = serve();
  const uploads = Array.from(
    { length: 20 },
    (_, index) =>
      upload(server.url, "PUT", new Blob(["x".repeat(index)]), TYPE),
  );

  const events = await Promise.all(uploads.map(({ ended }) => ended));

  assertEquals(new Set(uploads.map(({ requestId }) => requestId)).size, 20);
  assertEquals(
    events.map(({ requestId }) => requestId),
    uploads.map(({ requestId }) => requestId),
  );
  assertEquals(
    events.map(({ response }) => response),
    uploads.map((_, index) => String(index)),
  );
});

Deno.test("upload() has an id even without crypto.randomUUID, such as in pages of plain http", async () => {
  Object.defineProperty(crypto, "randomUUID", {
    value: undefined,
    configurable: true,
  });
  try {
    const ids = [1, 2].map(() => {
      const running = upload("http://127.0.0.1/", "PUT", new Blob(["a"]), TYPE);
      running.cancel();
      return running;
    });
    const [first, second] = await Promise.all(ids.map(({ ended }) => ended));

    assert(first !== undefined && second !== undefined);
    assert(first.requestId.length > 10 && first.requestId !== second.requestId);
  } finally {
    Reflect.deleteProperty(crypto, "randomUUID");
  }
});

Deno.test("upload() returns a handle with only what is documented", async () => {
  const running = upload("http://127.0.0.1/", "PUT", new Uint8Array(5), TYPE);
  running.cancel();
  await running.ended;

  const names = [running, Object.getPrototypeOf(running)].flatMap(
    Reflect.ownKeys,
  );
  assertEquals(names.map(String).sort(), [
    "Symbol(Symbol.asyncDispose)",
    "Symbol(Symbol.asyncIterator)",
    "cancel",
    "constructor",
    "ended",
    "json",
    "orThrow",
    "requestId",
    "then",
  ]);
});
