import { assertEquals } from "@std/assert";
import { type Upload, upload, type UploadParams } from "@network/upload";
import { runningCount } from "../../src/transfer/cancel_registry.ts";
import { TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";
import { isOpen } from "../support/open_files.ts";

/** Longer than any test may take. */
const AGES = { "retry-after": "600" };

/** Uploads a file to a server that is busy, until it reports a retry. */
async function toWait(
  retry: UploadParams["retry"],
  use: (running: Upload, controller: AbortController) => unknown,
  headers: Record<string, string> = AGES,
) {
  using folder = new TempFolder();
  const source = folder.write("data.bin", 300_000);
  await using server = serve(() =>
    new Response(null, { status: 503, headers })
  );
  const controller = new AbortController();
  const running = upload({
    url: server.url,
    source,
    retry,
    progress: true,
    signal: controller.signal,
    // Waiting is not idling: this is shorter than any wait.
    timeout: 0.5,
  });
  for await (const { phase } of running) {
    if (phase === "retrying" && await use(running, controller)) break;
  }
  const ended = await running;
  assertEquals(running.cancel(), false);
  assertEquals([runningCount(), await isOpen(source)], [0, false]);
  return { ended, requests: server.received.length };
}

const RETRY = { limit: 3, maxDelay: Infinity };

const WAYS: readonly (readonly [
  name: string,
  use: (running: Upload, controller: AbortController) => unknown,
])[] = [
  ["cancel()", (running) => void running.cancel("enough")],
  ["its signal", (_, controller) => controller.abort("enough")],
  ["leaving the loop", () => true],
  ["the end of its scope", (running) => {
    running[Symbol.asyncDispose]();
  }],
];

for (const [name, use] of WAYS) {
  Deno.test(`${name} ends the wait for another attempt at once`, async () => {
    const { ended, requests } = await toWait(RETRY, use);

    assertEquals([ended.error?.code, requests], ["cancelled", 1]);
  });

  Deno.test(`${name} ends the wait for a refresh at once`, async () => {
    const asked = Promise.withResolvers<void>();
    const refresh = () => {
      asked.resolve();
      return new Promise<void>(() => {});
    };

    const { ended, requests } = await toWait(
      { limit: 3, baseDelay: 0, refresh },
      async (...args) => {
        await asked.promise;
        return use(...args);
      },
      {},
    );

    assertEquals([ended.error?.code, requests], ["cancelled", 1]);
  });
}

Deno.test("a signal with a time limit ends a wait with code timeout", async () => {
  const { ended } = await toWait(
    RETRY,
    (_, controller) =>
      controller.abort(new DOMException("too long", "TimeoutError")),
  );

  assertEquals(ended.error?.code, "timeout");
});

Deno.test("cancel() in a refresh sends nothing more, whatever the refresh returns", async () => {
  let running: Upload | undefined;
  const { ended, requests } = await toWait({
    limit: 3,
    baseDelay: 0,
    refresh: () => {
      running?.cancel();
      return { headers: { "x-a": 1 } };
    },
  }, (upload) => {
    running = upload;
  }, {});

  assertEquals([ended.error?.code, requests], ["cancelled", 1]);
});

Deno.test("a wait that is longer than the timeout ends nothing", async () => {
  const { ended, requests } = await toWait(1, () => {}, { "retry-after": "1" });

  assertEquals([ended.status, requests], [503, 2]);
});

for (const lastStatus of [200, undefined]) {
  Deno.test(`cancel() is true only if it decides the outcome, at whichever turn it is called (${lastStatus ?? "failure"})`, async () => {
    const outcomes = new Set<string>();
    for (let turns = 0; turns < 60; turns++) {
      const responding = Promise.withResolvers<void>();
      const statuses = [503, lastStatus];
      const running = upload({
        url: "http://127.0.0.1/",
        source: new Uint8Array(100),
        retry: { limit: 1, baseDelay: 0 },
        fetch: async (_url, init) => {
          await new Response(init.body ?? null).bytes();
          const status = statuses.shift();
          if (statuses.length === 0) responding.resolve();
          if (status === undefined) throw new TypeError("fetch failed");
          return new Response(null, { status });
        },
      });
      await responding.promise;
      for (let turn = 0; turn < turns; turn++) await undefined;

      const isCancelled = running.cancel();

      const { status, error } = await running;
      const outcome = error?.code ?? status;
      assertEquals(outcome === "cancelled", isCancelled);
      outcomes.add(String(outcome));
    }
    assertEquals(
      outcomes,
      new Set(["cancelled", String(lastStatus ?? "network")]),
    );
  });
}
