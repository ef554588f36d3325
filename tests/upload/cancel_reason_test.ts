import { cancel, upload } from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { eventsOf, outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { serveAnswers } from "../support/raw_request.ts";
import { serveRaw } from "../support/raw_server.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";

const TYPE = "application/octet-stream";

const REASONS: readonly (readonly [
  name: string,
  reason: unknown,
  told: string,
])[] = [
  ["a string", "no longer wanted", ": no longer wanted"],
  ["an Error", new Error("out of quota"), ": out of quota"],
  ["an AbortError", new DOMException("mine", "AbortError"), ""],
  ["null", null, ""],
  ["a number", 0, ""],
  ["a symbol", Symbol("reason"), ""],
  ["an object without a prototype", Object.create(null), ""],
];

for (const [name, reason, told] of REASONS) {
  for (const by of ["cancel()", "params.signal"]) {
    Deno.test(`upload() keeps ${name} as the cause when ${by} gives it`, async () => {
      await using server = serveRaw((connection) => connection.drain());
      const controller = new AbortController();
      const { signal } = controller;
      const source = new Blob(["hello"]);
      const running = upload(server.url, "PUT", { signal }, source, TYPE);

      if (by === "cancel()") running.cancel(reason);
      else controller.abort(reason);
      const ended = await running.ended;

      assert(ended.isError);
      assertEquals(ended.error.code, "cancelled");
      assert(Object.is(ended.error.cause, reason));
      assertEquals(
        ended.response,
        `Upload to "${new URL(server.url).host}" was cancelled${told}`,
      );
    });
  }
}

Deno.test("upload() names no reason when cancel() gives none", async () => {
  await using server = serveRaw((connection) => connection.drain());
  const running = upload(server.url, "PUT", new Blob(["hello"]), TYPE);

  assertEquals(running.cancel(undefined), true);

  const { response } = await running.ended;
  assertEquals(
    response,
    `Upload to "${new URL(server.url).host}" was cancelled`,
  );
});

Deno.test("upload() does not connect if its signal is already aborted", async () => {
  using folder = new TempFolder();
  await using rejections = new RejectionWatch();
  const path = folder.write("data.bin", 100_000);
  await using server = serveAnswers();
  const signal = AbortSignal.abort("never mind");

  const events = await eventsOf(
    upload(server.url, "PUT", { progress: true, signal }, path),
  );

  const [ended] = events;
  assertEquals(events.length, 1);
  assert(ended?.phase === "ended");
  assertEquals(outcomeOf(ended), "cancelled");
  assertStringIncludes(String(ended.response), "never mind");
  assertEquals(server.requests, []);
  assertEquals(await isOpen(path), false);
  assertEquals(await rejections.seen(), []);
});

Deno.test("upload() yields only ended if it is cancelled right after the call", async () => {
  using folder = new TempFolder();
  const path = folder.write("data.bin", 100_000);
  await using server = serveAnswers();
  const running = upload(server.url, "PUT", { progress: true }, path);

  assertEquals(running.cancel(), true);

  const events = await eventsOf(running);
  assertEquals(events.map(({ phase }) => phase), ["ended"]);
  assertEquals(server.requests, []);
  assertEquals(await isOpen(path), false);
});

Deno.test("cancel() returns false once an upload has ended, and changes nothing", async () => {
  await using server = serveAnswers();
  const controller = new AbortController();
  const params = { progress: true, signal: controller.signal };
  const source = new Blob(["hello"]);
  const running = upload(server.url, "PUT", params, source, TYPE);
  const ended = await running.ended;

  assertEquals(running.cancel(), false);
  assertEquals(cancel(running), false);
  assertEquals(cancel(running.requestId), false);
  controller.abort();
  await running[Symbol.asyncDispose]();

  const events = await eventsOf(running);
  assertEquals(outcomeOf(ended), "200 text");
  assert(events.at(-1) === ended);
  assertEquals(events.map(({ phase }) => phase), [
    "began",
    "progress",
    "ended",
  ]);
});

Deno.test("cancel() works once, and keeps the first reason", async () => {
  await using server = serveRaw((connection) => connection.drain());
  const running = upload(server.url, "PUT", new Blob(["hello"]), TYPE);

  assertEquals(cancel(running, "first"), true);
  assertEquals(cancel(running, "second"), false);
  assertEquals(running.cancel("third"), false);

  const ended = await running.ended;
  assertEquals(ended.error?.cause, "first");
});

Deno.test("cancel() treats invalid values as unknown uploads", () => {
  const rubbish = ["", "nonsense", "__proto__", {}, { requestId: 7 }, null]
    .concat([], [undefined, 7, Symbol("id"), Object.create(null)]);

  for (const one of rubbish) {
    assertEquals(Reflect.apply(cancel, undefined, [one]), false);
  }
});

Deno.test("cancel() stops one upload among many", async () => {
  const both = Promise.withResolvers<void>();
  await using server = serveRaw(async (connection, index) => {
    await connection.readHead();
    if (index === 1) both.resolve();
    await both.promise;
    await connection.readBytes(5);
    await connection.write("HTTP/1.1 204 No Content\r\n\r\n");
  });
  const stopped = upload(server.url, "PUT", new Blob(["12345"]), TYPE);
  const goesOn = upload(server.url, "PUT", new Blob(["12345"]), TYPE);

  stopped.cancel();
  both.resolve();

  assertEquals(outcomeOf(await stopped.ended), "cancelled");
  assertEquals(outcomeOf(await goesOn.ended), "204 text");
});

Deno.test("upload() cancels a source that hangs, and does not wait for it", async () => {
  for (const multipart of [undefined, {}]) {
    await using server = serveRaw((connection) => connection.drain());
    const asked = Promise.withResolvers<void>();
    const told = Promise.withResolvers<unknown>();
    const source = new ReadableStream<Uint8Array>({
      pull() {
        asked.resolve();
        return new Promise(() => {});
      },
      cancel: (reason) => told.resolve(reason),
    }, { highWaterMark: 0 });
    const params = { size: 5, ...(multipart && { multipart }) };
    const running = upload(server.url, "PUT", params, source, TYPE);
    await asked.promise;

    await running[Symbol.asyncDispose]();

    assertEquals(outcomeOf(await running.ended), "cancelled");
    await told.promise;
  }
});
