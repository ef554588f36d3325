import { type FetchLike, upload } from "@network/upload";
import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { runningCount } from "../../src/transfer/cancel_registry.ts";

const URL_GIVEN = "http://127.0.0.1/";
const TYPE = "text/plain";

/** What never comes, and calls a function when it is waited for. */
const DEAF: readonly (readonly [
  what: string,
  make: (onWait: () => void) => FetchLike,
])[] = [
  ["a fetch", (onWait) => () => {
    onWait();
    return new Promise(() => {});
  }],
  ["the body that a fetch answers with", (onWait) => () => {
    const body = new ReadableStream({ pull: onWait }, { highWaterMark: 0 });
    return Promise.resolve(new Response(body));
  }],
];

for (const [what, make] of DEAF) {
  Deno.test(`upload() ends by cancel() even if ${what} ignores the signal`, async () => {
    const waits = Promise.withResolvers<void>();
    const fetch = make(waits.resolve);
    const bytes = new Uint8Array(1);
    const running = upload(URL_GIVEN, "PUT", { fetch }, bytes, TYPE);
    await waits.promise;
    running.cancel();

    assertEquals((await running.ended).error?.code, "cancelled");
    assertEquals(runningCount(), 0);
  });

  Deno.test(`upload() ends by its timeout even if ${what} ignores the signal`, async () => {
    using time = new FakeTime();
    const waits = Promise.withResolvers<void>();
    const params = { fetch: make(waits.resolve), timeout: 10 };
    const bytes = new Uint8Array(1);
    const { ended } = upload(URL_GIVEN, "PUT", params, bytes, TYPE);
    await waits.promise;
    time.tick(11_000);

    assertEquals((await ended).error?.code, "timeout");
  });
}

Deno.test("upload() cancels the late response of a custom fetch that ignores the signal", async () => {
  const cancelled = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<Response>();
  const asked = Promise.withResolvers<void>();
  const fetch: FetchLike = () => {
    asked.resolve();
    return answered.promise;
  };
  const running = upload(URL_GIVEN, "PUT", { fetch }, new Blob(["a"]), TYPE);
  await asked.promise;
  running.cancel();
  await running.ended;

  const cancel = () => cancelled.resolve();
  answered.resolve(new Response(new ReadableStream({ cancel })));

  await cancelled.promise;
});
