import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import {
  type CleanUp,
  upload,
  UploadError,
  type UploadEvent,
} from "@network/upload";
import {
  cleaned,
  cleanedUpload,
  methodsOf,
  removing,
  serveStatus,
  SIZE,
} from "../support/clean_up_scene.ts";
import { eventsOf } from "../support/events.ts";
import { until } from "../support/until.ts";
import { recordWarnings } from "../support/warnings.ts";

Deno.test("a clean-up does not run after a success, nor after a retry that helped", async () => {
  const statuses = [200, 503, 201];
  await using server = serveStatus(() => statuses.shift() ?? 500);
  const retry = { baseDelay: 0 };
  assertEquals((await upload(cleanedUpload(server, { retry }))).status, 200);
  assertEquals((await upload(cleanedUpload(server, { retry }))).status, 201);
  assertEquals(methodsOf(server), ["PUT", "PUT", "PUT"]);
});

Deno.test("a clean-up runs once, after the last attempt of an upload that was refused", async () => {
  using warnings = recordWarnings();
  await using server = serveStatus(() => 503);
  const events = await eventsOf(upload(cleanedUpload(server, {
    retry: { limit: 2, baseDelay: 0 },
    progress: true,
    progressInterval: 0,
  })));
  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals(methodsOf(server), ["PUT", "PUT", "PUT", "DELETE"]);
  // They are those of the request that decided it.
  assertEquals([ended.status, ended.method, ended.responseUrl], [
    503,
    "PUT",
    server.url,
  ]);
  assertEquals(ended.responseHeaders["x-method"], "PUT");
  assertEquals(ended.bytesTransferred, events.at(-2)?.bytesTransferred);
  assertEquals(warnings.texts, []);
});

Deno.test("a clean-up runs after an upload that failed on its way", async () => {
  await using server = serveStatus(() => 200);
  const events: UploadEvent[] = [];
  const running = upload(cleanedUpload(server, {
    source: ReadableStream.from((async function* () {
      yield new Uint8Array(SIZE);
      await until(() => events.at(-1)?.bytesTransferred === SIZE);
      throw new Error("disk");
    })()),
    retry: 0,
    progress: true,
    progressInterval: 0,
  }));
  for await (const event of running) events.push(event);
  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals([ended.error?.code, ended.status], ["source", -1]);
  assertEquals(server.received.at(-1)?.method, "DELETE");
  assertEquals([ended.method, ended.responseUrl], ["PUT", server.url]);
  assertEquals(ended.bytesTransferred, SIZE);
  const transferred = events.map(({ bytesTransferred }) => bytesTransferred);
  assertEquals(ended.bytesTransferred, Math.max(...transferred));
});

Deno.test("a later registration replaces the one before", async () => {
  await using server = serveStatus(() => 500);
  const called: string[] = [];
  const cleanUp = (name: string): CleanUp => () => {
    called.push(name);
    return Promise.resolve(undefined);
  };
  for (
    const [last, expected] of [
      [cleanUp("second"), ["second"]],
      [undefined, []],
    ] as const
  ) {
    called.length = 0;
    const first = cleaned(cleanUp("first"));
    await upload(cleanedUpload(server, {
      retry: 0,
      protocol: (upload, send) =>
        first({
          ...upload,
          onFailure(given) {
            upload.onFailure(given);
            upload.onFailure(last);
          },
        }, send),
    }));
    assertEquals(called, [...expected]);
  }
});

Deno.test("a clean-up that is refused, fails or hangs leaves the outcome as it is, with a warning", async () => {
  await using server = serveStatus(() => 507, () => 403);
  const refused = removing(server);
  for (
    const [cleanUp, why] of [
      [refused, /the server responded with 403$/],
      [() => Promise.reject(new Error("no key")), /no key/],
    ] as const
  ) {
    using warnings = recordWarnings();
    const ended = await upload(
      cleanedUpload(server, { retry: 0, protocol: cleaned(cleanUp) }),
    );
    assertEquals([ended.status, ended.method, ended.error], [
      507,
      "PUT",
      undefined,
    ]);
    assertEquals(warnings.texts.length, 1);
    assertMatch(warnings.texts[0] ?? "", why);
  }
});

Deno.test("a clean-up whose server is silent ends after 10 s", async () => {
  using warnings = recordWarnings();
  const aborted = Promise.withResolvers<unknown>();
  const asked = Promise.withResolvers<void>();
  using time = new FakeTime();
  const running = upload({
    url: "http://h/key",
    source: new Uint8Array(3),
    method: "PUT",
    retry: 0,
    timeout: 60,
    fetch: (_url, { method, signal }) => {
      if (method === "PUT") {
        return Promise.resolve(new Response(null, { status: 500 }));
      }
      asked.resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          aborted.resolve(signal.reason);
          reject(signal.reason);
        });
      });
    },
    protocol: cleaned(removing({ url: "http://h/" })),
  });
  await asked.promise;
  await time.tickAsync(10_000);
  assertEquals((await running).status, 500);
  await aborted.promise;
  assertMatch(warnings.texts.join(), /it took longer than 10 s$/);
});

Deno.test("a clean-up can send nothing once it has ended", async () => {
  await using server = serveStatus(() => 500);
  let sendLate = (): Promise<unknown> => Promise.resolve();
  const cleanUp: CleanUp = async (send) => {
    sendLate = () => removing(server)(send);
    return await removing(server)(send);
  };
  await upload(cleanedUpload(server, { retry: 0, protocol: cleaned(cleanUp) }));
  const error = await assertRejects(sendLate, UploadError);
  assertEquals(error.code, "cancelled");
  assertEquals(methodsOf(server), ["PUT", "DELETE"]);
});
