import { assertEquals } from "@std/assert";
import { type Protocol, upload, type UploadOptions } from "@network/upload";
import { runningCount } from "../../src/transfer/cancel_registry.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { WatchedController } from "../support/watched_controller.ts";

/** Sends the source in two requests. */
const twice: Protocol = async ({ url, method, headers, source }, send) => {
  const { reopens } = source;
  const open = () => source.open();
  const request = { url, method, headers, open, reopens };
  await send(request);
  return await send(request);
};

const WAYS: readonly (readonly [
  name: string,
  options: (folder: TempFolder) => Omit<UploadOptions, "url">,
])[] = [
  ["bytes", () => ({ source: randomBytes(70_000) })],
  ["a few bytes", () => ({ source: new Uint8Array(5) })],
  ["a file", (folder) => ({ source: folder.write("data.bin", 200_000) })],
  ["a stream", () => ({ source: new Blob(["hello"]).stream() })],
  ["a form", () => ({ source: new Blob(["hello"]), multipart: {} })],
  [
    "a missing file",
    (folder) => ({ source: `${folder.path}/missing.bin` }),
  ],
  [
    "bytes in two requests",
    () => ({ source: new Uint8Array(5), protocol: twice }),
  ],
];

for (const [name, options] of WAYS) {
  Deno.test(`many uploads of ${name} with one signal add one listener each, and remove it`, async () => {
    using folder = new TempFolder();
    const controller = new WatchedController();
    const { signal } = controller;
    const during: number[] = [];
    await using server = serve(() => {
      during.push(controller.listeners);
      return new Response();
    });

    for (let time = 1; time <= 20; time++) {
      const running = upload({
        url: server.url,
        method: "PUT",
        signal,
        ...options(folder),
      });
      assertEquals(controller.listeners, 1);
      const { error } = await running.ended;
      assertEquals(
        error?.code,
        name === "a missing file" ? "not-found" : undefined,
      );
      assertEquals([controller.listeners, controller.added], [0, time]);
    }

    assertEquals(during.every((listeners) => listeners === 1), true);
  });
}

Deno.test("upload() ends with code timeout when the time limit of its signal has passed", async () => {
  const pending = Promise.withResolvers<Response>();
  await using server = serve(() => pending.promise);
  const given = { url: server.url, source: new Uint8Array(5) };

  const limited = await upload({ ...given, signal: AbortSignal.timeout(50) });
  const running = upload(given);
  running.cancel(new DOMException("mine", "TimeoutError"));
  const cancelled = await running;

  for (const { error } of [limited, cancelled]) {
    assertEquals([error?.code, error?.isTransient], ["timeout", true]);
    assertEquals(error?.hint, "allow more time");
  }
  assertEquals(cancelled.response.toString().includes("mine"), true);
  pending.resolve(new Response());
});

Deno.test("two uploads with one signal share a listener, and both end by it", async () => {
  const controller = new WatchedController();
  const { signal } = controller;
  const arrived = Promise.withResolvers<void>();
  let requests = 0;
  const pending = Promise.withResolvers<Response>();
  await using server = serve(() => {
    if (++requests === 2) arrived.resolve();
    return pending.promise;
  });
  const start = () =>
    upload({ url: server.url, source: new Uint8Array(5), signal });
  const both = [start(), start()];
  assertEquals(controller.listeners, 1);
  await arrived.promise;

  controller.abort("both");

  for (const { ended } of both) {
    const { error } = await ended;
    assertEquals([error?.code, error?.cause], ["cancelled", "both"]);
  }
  assertEquals([controller.listeners, runningCount()], [0, 0]);
  pending.resolve(new Response());
});

Deno.test("a signal that aborts after the upload has ended changes nothing", async () => {
  await using server = serve(() => new Response("stored"));
  const controller = new WatchedController();
  const { signal } = controller;
  const running = upload({
    url: server.url,
    source: new Uint8Array(5),
    signal,
  });
  const ended = await running.ended;

  controller.abort("late");

  assertEquals([ended.response, running.cancel()], ["stored", false]);
  assertEquals(await running.ended, ended);
});

for (const [name, options] of WAYS) {
  Deno.test(`an upload of ${name} whose signal is already aborted adds no listener, and sends nothing`, async () => {
    using folder = new TempFolder();
    await using server = serve();
    const controller = new WatchedController();
    const { signal } = controller;
    controller.abort("before");

    const { error } = await upload({
      url: server.url,
      method: "PUT",
      signal,
      ...options(folder),
    }).ended;

    assertEquals([error?.code, error?.cause], ["cancelled", "before"]);
    assertEquals([controller.added, server.received.length], [0, 0]);
    assertEquals(runningCount(), 0);
  });
}
