import { assert, assertEquals, assertMatch } from "@std/assert";
import { type FetchLike, upload, type UploadEndedEvent } from "@network/upload";

const NO_RESPONSES: readonly (readonly [name: string, given: unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["a string", "201"],
  ["an empty object", {}],
  ["only a status", { status: 200 }],
  ["a redirect without headers", { status: 302, ok: false, body: null }],
  ["a record as headers", {
    ...{ status: 200, ok: true, body: null, headers: {} },
  }],
  [
    "a body that is not a stream",
    { status: 200, ok: true, body: "text", headers: new Headers() },
  ],
  [
    "a property that cannot be read",
    Object.defineProperty(new Response(), "redirected", {
      get() {
        throw new Error("unreadable");
      },
    }),
  ],
];

// deno-lint-ignore no-explicit-any
const callAnything = (give: () => any) => give();

/** Uploads by a function that is no `fetch` to the type checker. */
function endedWith(give: () => unknown): Promise<UploadEndedEvent> {
  const fetch: FetchLike = () => callAnything(give);
  const source = new Uint8Array(100_000);
  return upload({ url: "http://127.0.0.1/", source, fetch, timeout: 0 }).ended;
}

for (const [name, given] of NO_RESPONSES) {
  Deno.test(`a 'fetch' that returns ${name} ends the upload with an error that says so`, async () => {
    const later = await endedWith(() => Promise.resolve(given));
    const atOnce = await endedWith(() => given);

    for (const { error, status } of [later, atOnce]) {
      assertEquals([error?.code, status], ["network", -1]);
      assertMatch(error?.message ?? "", /'fetch' did not return a Response/);
    }
  });
}

Deno.test("a 'fetch' that returns a response instead of a promise works", async () => {
  const { status, response } = await endedWith(() => new Response("at once"));

  assertEquals([status, response], [200, "at once"]);
});

Deno.test("a response is cancelled with its upload, even if its 'fetch' ignores the signal", async () => {
  for (const type of [undefined, "bytes"] as const) {
    const asked = Promise.withResolvers<void>();
    const cancelled = Promise.withResolvers<void>();
    const source = {
      pull() {
        asked.resolve();
        return new Promise<void>(() => {});
      },
      cancel: () => cancelled.resolve(),
    };
    const body = type === undefined
      ? new ReadableStream(source, { highWaterMark: 0 })
      : new ReadableStream({ ...source, type });
    const running = upload({
      url: "http://127.0.0.1/",
      source: new Uint8Array(1),
      fetch: () => Promise.resolve(new Response(body)),
      timeout: 0,
    });
    await asked.promise;

    running.cancel();
    const { error } = await running.ended;

    assertEquals(error?.code, "cancelled");
    await cancelled.promise;
  }
});

Deno.test("a 'fetch' that waits gets no body after the upload was cancelled", async () => {
  const isTakenEarly = [true, false];
  for (const taken of isTakenEarly) {
    const called = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const read = Promise.withResolvers<unknown>();
    const fetch: FetchLike = async (_, init) => {
      const early = taken ? init.body : undefined;
      called.resolve();
      await goOn.promise;
      const late = (async () => {
        return await new Response(early ?? init.body).bytes();
      })();
      read.resolve(await late.catch((thrown) => thrown));
      return new Response();
    };
    const source = new Uint8Array(100_000);
    const running = upload({ url: "http://127.0.0.1/", source, fetch });
    await called.promise;

    running.cancel(new Error("no longer needed"));
    await running.ended;
    goOn.resolve();

    assertMatch(String(await read.promise), /no longer needed/);
  }
});

Deno.test("upload() ends even if a response of a 'fetch' throws on its nth read", async () => {
  for (const name of ["status", "ok", "headers", "redirected"] as const) {
    for (let times = 0; times < 12; times++) {
      const response = new Response("ok");
      let reads = 0;
      const value: unknown = Reflect.get(response, name);
      Object.defineProperty(response, name, {
        get() {
          if (reads++ === times) throw new Error("read once too often");
          return value;
        },
      });

      const { status, error } = await upload({
        url: "http://127.0.0.1/",
        source: new Uint8Array(5),
        fetch: () => Promise.resolve(response),
      }).ended;

      const outcome = error?.code ?? status;
      assert(outcome === 200 || outcome === "network", `${name} ${outcome}`);
    }
  }
});
