import { type FetchLike, type Upload, upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { serve } from "../support/http_server.ts";

const URL_GIVEN = "http://127.0.0.1/";
const TYPE = "text/plain";

Deno.test("upload() calls 'fetch' with a URL and what a request needs", async () => {
  const calls: [URL, RequestInit][] = [];
  const fetch: FetchLike = (url, init) => {
    calls.push([url, init]);
    return Promise.resolve(new Response("taken", { status: 201 }));
  };

  const ended = await upload(URL_GIVEN, "PUT", { fetch }, new Blob(["a"]), TYPE)
    .ended;

  assertEquals([ended.status, ended.response], [201, "taken"]);
  assertEquals(calls.map(([url, { method }]) => [url.href, method]), [
    [URL_GIVEN, "PUT"],
  ]);
});

/** Uploads a file, and looks at what a `fetch` kept of it. */
async function checkKept(
  start: (keep: FetchLike, path: string) => Upload,
): Promise<void> {
  using folder = new TempFolder();
  const bytes = randomBytes(3_000_000);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const running = start(async (_, { body }) => {
    for await (const chunk of new Response(body).body ?? []) {
      chunks.push(chunk);
    }
    return new Response();
  }, folder.write("data.bin", bytes));

  assertEquals((await running.ended).status, 200);
  assert(sameBytes(await new Blob(chunks).bytes(), bytes));
}

Deno.test("upload() leaves the chunks of a file to a custom fetch, which may keep them", async () => {
  await checkKept((fetch, path) =>
    upload(URL_GIVEN, "PUT", { fetch }, path, TYPE)
  );
});

Deno.test("upload() leaves the chunks of a file to a replaced global fetch", async () => {
  const { fetch } = globalThis;
  try {
    await checkKept((keep, path) => {
      Object.assign(globalThis, { fetch: keep });
      return upload(URL_GIVEN, "PUT", path, TYPE);
    });
  } finally {
    globalThis.fetch = fetch;
  }
});

Deno.test("upload() cancels a stream that it never opens, as fetch does", async () => {
  const reasons: unknown[] = [];
  const source = new ReadableStream<Uint8Array>({
    cancel: (reason) => void reasons.push(reason),
  });
  const signal = AbortSignal.abort("no");

  await upload(URL_GIVEN, "PUT", { signal }, source, TYPE).ended;

  assertEquals(reasons, ["no"]);
});

Deno.test("cancel() is false once params.signal has cancelled the upload", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const running = upload(URL_GIVEN, "PUT", { signal }, new Blob(["a"]), TYPE);
  controller.abort("first");

  assertEquals(running.cancel("second"), false);
  assertEquals((await running.ended).error?.cause, "first");
});

Deno.test("upload() does not show a URL from the error of a source", async () => {
  const source = async function* () {
    yield new Uint8Array(1);
    throw new Error("no http://u:hunter2@127.0.0.1/x?sig=hunter2 today");
  };
  await using server = serve();

  const { response } = await upload(server.url, "PUT", source(), TYPE).ended;

  assertEquals(response, "Cannot read the source: no http://127.0.0.1/x today");
});

Deno.test("upload() returns a binary response in memory of exactly its size", async () => {
  await using server = serve(() =>
    new Response(Uint8Array.of(1, 2, 3), {
      headers: { "content-type": "image/png" },
    })
  );

  const ended = await upload(server.url, "PUT", new Blob(["a"]), TYPE).ended;

  assertEquals(
    ended.responseType === "binary" && ended.response.buffer.byteLength,
    3,
  );
});

Deno.test("upload() reports the status of a redirect that it cannot follow to its end", async () => {
  await using server = serve(() =>
    new Response(null, { status: 307, headers: { location: "ftp://x/" } })
  );

  const ended = await upload(server.url, "PUT", new Blob(["a"]), TYPE).ended;

  assertEquals([ended.error?.code, ended.status], ["network", 307]);
  assertEquals(ended.responseHeaders.location, "ftp://x/");
});

/** A response whose body does this when it is cancelled. */
function cancelling(cancel: () => Promise<void>, init: ResponseInit): Response {
  return new Response(new ReadableStream({ cancel }), init);
}

for (
  const [how, cancel] of [
    ["hangs", () => new Promise<void>(() => {})],
    ["fails", () => Promise.reject(new Error("cannot cancel"))],
  ] as const
) {
  Deno.test(`upload() follows a redirect even if to cancel its response ${how}`, async () => {
    let cancelled = false;
    const fetch: FetchLike = ({ pathname }) => {
      if (pathname === "/end") return Promise.resolve(new Response("there"));
      const init = { status: 307, headers: { location: "/end" } };
      return Promise.resolve(cancelling(() => {
        cancelled = true;
        return cancel();
      }, init));
    };
    const params = { fetch, timeout: 0 };

    const { response } = await upload(
      URL_GIVEN,
      "PUT",
      params,
      new Blob(["a"]),
      TYPE,
    )
      .ended;

    assertEquals([response, cancelled], ["there", true]);
  });
}

Deno.test("upload() does not treat an error of a custom fetch as a response", async () => {
  const fetch: FetchLike = () => Promise.resolve(Response.error());
  const { error, status } = await upload(
    URL_GIVEN,
    "PUT",
    { fetch },
    new Blob(["a"]),
    TYPE,
  ).ended;

  assertEquals([error?.code, status], ["network", -1]);
});

Deno.test({
  name: "upload() requests no permission to connect for a custom fetch",
  permissions: "none",
  async fn() {
    const fetch: FetchLike = async (_, { body }) =>
      new Response(String((await new Response(body).bytes()).length));
    const source = new Uint8Array(100_000);

    const { response, error } = await upload({
      url: URL_GIVEN,
      source,
      contentType: TYPE,
      fetch,
    }).ended;

    assertEquals([response, error], ["100000", undefined]);
  },
});
