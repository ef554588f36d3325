import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { type Protocol, type Upload, upload } from "@network/upload";
import { runningCount } from "../../src/transfer/cancel_registry.ts";
import {
  cleanedUpload,
  methodsOf,
  removing,
  serveStatus,
  SIZE,
} from "../support/clean_up_scene.ts";
import { turns } from "../support/turns.ts";
import { until } from "../support/until.ts";

const WAYS: Readonly<
  Record<string, (running: Upload, controller: AbortController) => unknown>
> = {
  "cancel()": (running) => void running.cancel("enough"),
  "its signal": (_, controller) => controller.abort("enough"),
  "leaving the loop": () => true,
  "the end of its scope": (running) => {
    running[Symbol.asyncDispose]();
  },
};

for (const [name, use] of Object.entries(WAYS)) {
  Deno.test(`a clean-up runs once after ${name}, and the upload waits for it`, async () => {
    const hold = Promise.withResolvers<number>();
    const removal = Promise.withResolvers<number>();
    await using server = serveStatus(
      () => hold.promise,
      () => removal.promise,
    );
    const controller = new AbortController();
    const running = upload(cleanedUpload(server, {
      signal: controller.signal,
      progress: true,
      progressInterval: 0,
    }));
    let hasEnded = false;
    running.ended.then(() => hasEnded = true);
    const consumed = (async () => {
      for await (const { phase, bytesTransferred } of running) {
        if (phase !== "progress" || bytesTransferred < SIZE) continue;
        await until(() => server.received.length === 1);
        if (use(running, controller)) break;
      }
    })();
    await until(() => methodsOf(server).includes("DELETE"));
    assertEquals(hasEnded, false);
    removal.resolve(204);
    await consumed;
    const ended = await running;
    assertEquals([ended.error?.code, ended.status], ["cancelled", -1]);
    assertEquals([ended.method, ended.responseUrl], ["PUT", server.url]);
    assertEquals(methodsOf(server), ["PUT", "DELETE"]);
    assertEquals(runningCount(), 0);
    hold.resolve(200);
  });
}

Deno.test("cancel() in a wait for another attempt runs the clean-up", async () => {
  await using server = serveStatus(() => 503);
  const running = upload(cleanedUpload(server, {
    retry: { baseDelay: 60_000 },
    progress: true,
  }));
  for await (const { phase } of running) {
    if (phase === "retrying") running.cancel();
  }
  assertEquals((await running).error?.code, "cancelled");
  assertEquals(methodsOf(server), ["PUT", "DELETE"]);
});

Deno.test("cancel() during a clean-up still cancels, and lets it end", async () => {
  const removal = Promise.withResolvers<number>();
  await using server = serveStatus(() => 500, () => removal.promise);
  const running = upload(cleanedUpload(server, { retry: 0 }));
  await until(() => methodsOf(server).includes("DELETE"));
  assertEquals(running.cancel(), true);
  removal.resolve(204);
  assertEquals((await running).error?.code, "cancelled");
  assertEquals(methodsOf(server), ["PUT", "DELETE"]);
});

Deno.test("a request that outlives a cancel ends before the clean-up begins", async () => {
  const creation = Promise.withResolvers<number>();
  await using server = serveStatus(() => creation.promise);
  const order: string[] = [];
  let created: Promise<string | null> | undefined;
  const protocol: Protocol = async ({ url, headers, onFailure }, send) => {
    onFailure(async (send) => {
      order.push("begun");
      order.push(`removed ${await created}`);
      return await removing(server)(send);
    });
    const reply = send({ url, method: "POST", headers, outlivesCancel: true });
    created = reply.then(({ response }) => response.headers.get("x-method"));
    await reply;
    order.push("created");
    return await reply;
  };
  const running = upload(cleanedUpload(server, { protocol }));
  await until(() => server.received.length === 1);
  running.cancel();
  await turns();
  order.push("held");
  creation.resolve(200);
  assertEquals((await running).error?.code, "cancelled");
  assertEquals(order, ["held", "created", "begun", "removed POST"]);
  assertEquals(methodsOf(server), ["POST", "DELETE"]);
});

Deno.test("a request that outlives a cancel is aborted after 10 s", async () => {
  using time = new FakeTime();
  const sent = Promise.withResolvers<void>();
  let isAborted = false;
  const running = upload({
    url: "http://h/key",
    source: new Uint8Array(3),
    timeout: 60,
    fetch: (_url, { signal }) => {
      sent.resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          isAborted = true;
          reject(signal.reason);
        });
      });
    },
    protocol: ({ url, headers }, send) =>
      send({ url, method: "POST", headers, outlivesCancel: true }),
  });
  await sent.promise;
  running.cancel();
  await time.tickAsync(9_999);
  assertEquals(isAborted, false);
  await time.tickAsync(1);
  assertEquals((await running).error?.code, "cancelled");
  assertEquals(isAborted, true);
});
