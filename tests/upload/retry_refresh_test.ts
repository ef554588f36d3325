import { assert, assertEquals } from "@std/assert";
import { upload } from "@network/upload";
import { randomBytes, TempFolder } from "../support/files.ts";
import { type Received, serve } from "../support/http_server.ts";
import { sameBytes } from "../support/bytes.ts";

const BYTES = randomBytes(300_000);

/** Takes a token for so many requests, then refuses it. */
function expiring(status: number, uses: number) {
  const left = new Map([["Bearer 1", uses], ["Bearer 2", uses]]);
  return ({ headers }: Received) => {
    const token = headers.get("authorization") ?? "";
    const uses = left.get(token) ?? 0;
    left.set(token, uses - 1);
    return new Response(token, { status: uses > 0 ? 200 : status });
  };
}

for (const status of [401, 403]) {
  Deno.test(`a token that has expired (${status}) is refreshed once, and the whole file is sent`, async () => {
    using folder = new TempFolder();
    await using server = serve(expiring(status, 1));
    const run = () =>
      upload({
        url: server.url,
        headers: { authorization: "Bearer 1", "x-id": 7 },
        source: folder.write("data.bin", BYTES),
        retry: {
          limit: 2,
          refresh: (attempt) => ({
            headers: { Authorization: `Bearer ${attempt + 1}` },
          }),
        },
      });

    const responses = [await run(), await run(), await run()];

    assertEquals(responses.map(({ status }) => status), [200, 200, status]);
    assertEquals(responses.map(({ response }) => response), [
      "Bearer 1",
      "Bearer 2",
      "Bearer 2",
    ]);
    assertEquals(server.received.length, 1 + 2 + 2);
    for (const { bytes, headers } of server.received) {
      assert(sameBytes(bytes, BYTES));
      assertEquals(headers.get("x-id"), "7");
    }
  });

  Deno.test(`${status} is a response without refresh`, async () => {
    await using server = serve(expiring(status, 0));

    const ended = await upload({ url: server.url, source: BYTES, retry: 3 });

    assertEquals([ended.status, server.received.length], [status, 1]);
  });
}

Deno.test("a presigned URL is signed again for each attempt, and no message shows it", async () => {
  await using server = serve(({ url }) =>
    new Response(null, {
      status: url.searchParams.get("sig") === "2" ? 200 : 503,
    })
  );
  const asked: number[] = [];

  const events = await Array.fromAsync(upload({
    url: `${server.url}object?sig=0`,
    method: "PUT",
    source: BYTES,
    progress: true,
    retry: {
      baseDelay: 0,
      refresh: async (attempt) => {
        asked.push(attempt);
        await Promise.resolve();
        return { url: `${server.url}object?sig=${attempt}` };
      },
    },
  }));

  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  assertEquals(ended.status, 200);
  assertEquals(ended.responseUrl, `${server.url}object?sig=2`);
  assertEquals(asked, [1, 2]);
  assertEquals(server.received.map(({ url }) => url.search), [
    "?sig=0",
    "?sig=1",
    "?sig=2",
  ]);
  assertEquals(new Set(events.map(({ url }) => url)).size, 1);
});

Deno.test("a refresh that throws ends the upload with its reason", async () => {
  await using server = serve(() => new Response(null, { status: 401 }));
  const cause = new Error("signed out");

  const { error } = await upload({
    url: server.url,
    source: BYTES,
    retry: { limit: 1, refresh: () => Promise.reject(cause) },
  });

  assertEquals(
    error?.message,
    `Cannot retry the upload to "${
      new URL(server.url).host
    }": 'retry.refresh' failed: signed out`,
  );
  assertEquals([error?.code, error?.cause], ["network", cause]);
});

Deno.test("a refreshed URL of another origin gets no secret of the first one", async () => {
  await using first = serve(() => new Response(null, { status: 503 }));
  await using other = serve(() => new Response("stored"));
  const url = new URL(first.url);
  url.username = "me";
  url.password = "pw";

  const { status } = await upload({
    url,
    source: BYTES,
    headers: {
      cookie: "id=1",
      "x-api-key": "key",
      prefer: "return=minimal",
      "x-kept": "1",
    },
    handleRedirects: { keepHeaders: ["X-Kept"] },
    retry: {
      baseDelay: 0,
      refresh: () => ({ url: other.url, headers: { "x-token": "new" } }),
    },
  });

  assertEquals(status, 200);
  const [received] = other.received;
  assert(received !== undefined && sameBytes(received.bytes, BYTES));
  const names = ["authorization", "cookie", "x-api-key"];
  assertEquals(names.filter((name) => received.headers.has(name)), []);
  const kept = ["prefer", "x-kept", "x-token"];
  assertEquals(kept.map((name) => received.headers.get(name)), [
    "return=minimal",
    "1",
    "new",
  ]);
});
