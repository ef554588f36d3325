import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { explainFailure } from "../../src/transfer/explain_failure.ts";
import type { Hop } from "../../src/transfer/redirect.ts";

const PAGE = "http://page.invalid";
const HOP: Hop = {
  url: new URL("http://upload.invalid/a?secret"),
  method: "PUT",
  headers: { "content-type": "image/png", "x-id": "7", accept: "*/*" },
  ownHeaders: {},
  keepHeaders: [],
  hasBody: true,
  isRetried: false,
  redirect: "follow",
  redirects: 0,
};
const FAILURE = new TypeError("XMLHttpRequest failed");
/** What a page at an origin makes of a failure, and how it probed the server. */
interface Explained {
  readonly thrown: unknown;
  readonly probes: readonly string[];
}

/** @param passes Whether a probe succeeds, by its mode and the names of its headers. */
async function explained(
  passes: (mode: unknown, names: string) => boolean,
  hop: Partial<Hop> = {},
  options: Partial<Parameters<typeof explainFailure>[2]> = {},
  origin = PAGE,
): Promise<Explained> {
  const probes: string[] = [];
  const own = globalThis.fetch;
  globalThis.fetch = (url, init) => {
    const names = Object.keys(init?.headers ?? {}).join();
    const { method, mode, credentials } = init ?? {};
    probes.push(`${method} ${url} ${mode} ${names}${credentials ?? ""}`);
    return passes(mode, names)
      ? Promise.resolve(new Response())
      : Promise.reject(new TypeError("Failed to fetch"));
  };
  Reflect.set(globalThis, "origin", origin);
  try {
    const thrown = await explainFailure(
      Promise.reject(FAILURE),
      { ...HOP, ...hop },
      {
        signal: new AbortController().signal,
        isObserved: true,
        isOwn: true,
        hasSent: () => false,
        ...options,
      },
    ).catch((thrown) => thrown);
    return { thrown, probes };
  } finally {
    Reflect.deleteProperty(globalThis, "origin");
    globalThis.fetch = own;
  }
}

async function hintOf(...args: Parameters<typeof explained>): Promise<string> {
  const { thrown } = await explained(...args);
  assert(thrown instanceof UploadError);
  const { code, message, hint, isTransient, cause } = thrown;
  assertEquals([code, isTransient], ["network", true]);
  assertEquals(
    message,
    'Cannot upload to "upload.invalid": the request failed (XMLHttpRequest failed)',
  );
  assertEquals(cause, FAILURE);
  const start =
    "the server responds, but may not allow this page (CORS): check that it sends ";
  assert(hint.startsWith(start));
  return hint.slice(start.length);
}

const ALLOW_ORIGIN = `"Access-Control-Allow-Origin: ${PAGE}"`;
const always = () => true;

Deno.test("explainFailure() returns a response, and asks nothing", async () => {
  const response = new Response();
  const options = {
    signal: new AbortController().signal,
    isObserved: true,
    isOwn: true,
    hasSent: () => false,
  };

  assertEquals(
    await explainFailure(Promise.resolve(response), HOP, options) === response,
    true,
  );
});

Deno.test("explainFailure() does not probe the same origin, for another fetch, or after an abort", async () => {
  const same = await explained(always, {}, {}, HOP.url.origin);
  const other = await explained(always, {}, { isOwn: false });
  const signal = AbortSignal.abort();
  const aborted = await explained(always, {}, { signal });

  for (const { thrown, probes } of [same, other, aborted]) {
    assertEquals([thrown, probes], [FAILURE, []]);
  }
});

Deno.test("explainFailure() keeps a failure if the server does not respond, or the upload was cancelled meanwhile", async () => {
  const { thrown, probes } = await explained(() => false);
  assertEquals([thrown, probes], [
    FAILURE,
    ["HEAD http://upload.invalid/a?secret no-cors "],
  ]);

  const controller = new AbortController();
  const cancelled = await explained(
    (mode) => {
      controller.abort();
      return mode === "no-cors";
    },
    {},
    { signal: controller.signal },
  );
  assertEquals(cancelled.thrown, FAILURE);
});

Deno.test("explainFailure() says that the browser is offline, unless the server responds", async () => {
  Reflect.defineProperty(navigator, "onLine", {
    value: false,
    configurable: true,
  });
  try {
    for (const origin of [PAGE, HOP.url.origin]) {
      const { thrown } = await explained(() => false, {}, {}, origin);
      assert(thrown instanceof UploadError);
      const { code, hint, isTransient } = thrown;
      assertEquals([code, hint, isTransient], [
        "network",
        "the browser is offline: check the network",
        true,
      ]);
    }
    assertEquals(await hintOf((mode) => mode === "no-cors"), ALLOW_ORIGIN);
  } finally {
    Reflect.deleteProperty(navigator, "onLine");
  }
});

Deno.test("explainFailure() names the header that does not allow the page", async () => {
  const onlyOpaque = (mode: unknown) => mode === "no-cors";
  assertEquals(await hintOf(onlyOpaque), ALLOW_ORIGIN);
  assertEquals(
    await hintOf(onlyOpaque, { credentials: "include" }),
    `${ALLOW_ORIGIN} and "Access-Control-Allow-Credentials: true"`,
  );
});

Deno.test("explainFailure() names the header that does not allow the headers or the method", async () => {
  assertEquals(
    await hintOf((_mode, names) => names === ""),
    '"Access-Control-Allow-Headers: content-type, x-id"',
  );
  assertEquals(
    await hintOf(always),
    `"Access-Control-Allow-Methods: PUT", and ${ALLOW_ORIGIN} with every status`,
  );
});

Deno.test("explainFailure() suspects the response once bytes were sent, or without a preflight request", async () => {
  const everyStatus = `${ALLOW_ORIGIN} with every status`;
  assertEquals(await hintOf(always, {}, { hasSent: () => true }), everyStatus);
  const simple = { method: "POST", headers: { "content-type": "text/plain" } };
  assertEquals(
    await hintOf(always, simple, { isObserved: false }),
    everyStatus,
  );
  assertEquals(
    await hintOf(always, simple),
    `${ALLOW_ORIGIN} in its response to OPTIONS, or leave out 'progress'`,
  );
});

Deno.test("explainFailure() keeps an UploadError", async () => {
  const error = new UploadError("source", "no");

  const failed = explainFailure(Promise.reject(error), HOP, {
    signal: new AbortController().signal,
    isObserved: true,
    isOwn: true,
    hasSent: () => false,
  });

  assertEquals(await assertRejects(() => failed, UploadError), error);
});
