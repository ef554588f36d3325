import { assertEquals } from "@std/assert";
import { chooseXhr } from "../../src/transfer/choose_xhr.ts";
import type { Hop } from "../../src/transfer/redirect.ts";
import { fakeXhrs } from "../support/fake_xhr.ts";

const BODY = {
  body: new Uint8Array(3),
  size: 3,
  passed: 3,
  isStream: false,
} as const;
const HOP: Hop = {
  url: new URL("http://upload.invalid/"),
  method: "POST",
  headers: { "content-type": "text/plain;charset=utf-8" },
  ownHeaders: {},
  keepHeaders: [],
  hasBody: true,
  isRetried: false,
  redirect: "follow",
  redirects: 0,
};
const { Class } = fakeXhrs();
const BROWSER = { sendsStreams: () => false, xhr: () => Class };

/** Whether it is chosen in a browser, on a page of an origin. */
function isChosen(
  hop: Partial<Hop> = {},
  progress = false,
  origin = HOP.url.origin,
): boolean {
  Reflect.set(globalThis, "origin", origin);
  try {
    const options = { fetch: undefined, progress };
    return chooseXhr({ ...HOP, ...hop }, BODY, options, BROWSER) !== undefined;
  } finally {
    Reflect.deleteProperty(globalThis, "origin");
  }
}

Deno.test("chooseXhr() chooses by what the runtime has", () => {
  const options = { fetch: undefined, progress: true };
  const choose = (platform: Partial<typeof BROWSER>) =>
    chooseXhr(HOP, BODY, options, { ...BROWSER, ...platform });

  assertEquals(choose({}), { Class, body: BODY });
  assertEquals(choose({ sendsStreams: () => true }), undefined);
  const none = { ...BROWSER, xhr: () => undefined };
  assertEquals(chooseXhr(HOP, BODY, options, none), undefined);
  assertEquals(chooseXhr(HOP, BODY, options), undefined);
});

Deno.test("chooseXhr() leaves requests to fetch that it was given, or that was replaced", () => {
  const own = globalThis.fetch;
  const given = { fetch: own, progress: true };
  assertEquals(chooseXhr(HOP, BODY, given, BROWSER), undefined);

  globalThis.fetch = () => Promise.reject();
  try {
    assertEquals(isChosen({}, true), false);
  } finally {
    globalThis.fetch = own;
  }
  assertEquals(isChosen({}, true), true);
});

Deno.test("chooseXhr() leaves to fetch what only that can do", () => {
  assertEquals(isChosen({ redirect: "manual" }), false);
  assertEquals(isChosen({ credentials: "omit" }), false);
  assertEquals(isChosen({ credentials: "include" }), true);
  const options = { fetch: undefined, progress: true };
  const empty = { ...BODY, size: 0 };
  assertEquals(chooseXhr(HOP, empty, options, BROWSER), undefined);
  assertEquals(chooseXhr(HOP, undefined, options, BROWSER), undefined);
});

Deno.test("chooseXhr() causes a preflight request only for progress that is asked for", () => {
  const page = "http://page.invalid";
  const simple: Partial<Hop>[] = [
    {},
    { headers: {} },
    { headers: { "content-type": "multipart/form-data; boundary=x" } },
    { headers: { accept: "text/x", "content-language": "de" } },
  ];
  for (const hop of simple) {
    assertEquals([isChosen(hop, false, page), isChosen(hop, true, page)], [
      false,
      true,
    ]);
    assertEquals(isChosen(hop), true);
  }
  const preflighted: Partial<Hop>[] = [
    { method: "PUT" },
    { headers: { "content-type": "application/json" } },
    { headers: { "content-type": "text/plainer" } },
    { headers: { "x-id": "7" } },
  ];
  for (const hop of preflighted) {
    assertEquals(isChosen(hop, false, page), true);
  }
});
