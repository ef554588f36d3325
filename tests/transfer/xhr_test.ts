import { assert, assertEquals, assertRejects } from "@std/assert";
import { readResponse } from "../../src/transfer/read_response.ts";
import type { Hop } from "../../src/transfer/redirect.ts";
import { sendByXhr } from "../../src/transfer/xhr.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import { type FakeXhr, fakeXhrs } from "../support/fake_xhr.ts";

const BYTES = new Uint8Array([1, 2, 3]);
const HOP: Hop = {
  url: new URL("http://upload.invalid/a?b#c"),
  method: "PUT",
  headers: { "content-type": "text/x", "x-id": "7" },
  ownHeaders: {},
  keepHeaders: [],
  hasBody: true,
  isRetried: false,
  redirect: "follow",
  redirects: 0,
};
const HERE = "http://upload.invalid/a?b";

/** A request that was sent, and what was counted. */
interface Scene {
  readonly xhr: FakeXhr;
  readonly sent: Promise<Response>;
  readonly controller: AbortController;
  readonly counts: (number | string)[];
}

function start(hop: Partial<Hop> = {}): Scene {
  const { Class, made } = fakeXhrs();
  const counts: (number | string)[] = [];
  const controller = new AbortController();
  const body = { body: BYTES, size: 3, passed: 3, isStream: false } as const;
  const sent = sendByXhr({ Class, body }, { ...HOP, ...hop }, {
    signal: controller.signal,
    count: {
      taken: (total) => counts.push(total),
      touch: () => counts.push("touch"),
    },
    maxResponseBytes: 100,
  });
  const [xhr] = made;
  assert(xhr);
  return { xhr, sent, controller, counts };
}

function textOf(response: Response): Promise<string | Uint8Array> {
  return readResponse(response, 100, () => {}).then(({ response }) => response);
}

Deno.test("sendByXhr() sends method, URL, headers and body, and counts what it has sent", async () => {
  const { xhr, sent, counts } = start();

  assertEquals(xhr.calls, [
    ["PUT", HOP.url.href],
    ["content-type", "text/x"],
    ["x-id", "7"],
    BYTES,
  ]);
  assertEquals(xhr.withCredentials, false);
  xhr.uploaded(1);
  xhr.uploaded(3);
  assertEquals(counts, [1, 3]);

  xhr.respond({ status: 200, url: HERE });
  xhr.finish(new Uint8Array());
  assertEquals(await textOf(await sent), "");
});

Deno.test("sendByXhr() returns a response once its headers are there, and its bytes at its end", async () => {
  const { xhr, sent, counts } = start();
  xhr.respond({
    status: 201,
    url: HERE,
    headers:
      "content-type: text/plain; charset=iso-8859-1\r\nx-a: 1, 2\r\nx-empty: \r\n",
  });

  const response = await sent;
  const { status, ok, statusText, url, redirected, headers } = response;
  assertEquals([status, ok, statusText], [201, true, "Text"]);
  assertEquals([url, redirected], [HERE, false]);
  assertEquals([...headers], [
    ["content-type", "text/plain; charset=iso-8859-1"],
    ["x-a", "1, 2"],
    ["x-empty", ""],
  ]);

  const text = textOf(response);
  xhr.received(2);
  xhr.finish(new Uint8Array([0xe4, 0xf6]));
  assertEquals([await text, counts], ["äö", ["touch"]]);
});

Deno.test("sendByXhr() reports where redirects led", async () => {
  const { xhr, sent } = start();
  xhr.respond({ status: 200, url: "http://other.invalid/" });
  xhr.finish(BYTES);

  const { url, redirected } = await sent;

  assertEquals([url, redirected], ["http://other.invalid/", true]);
});

Deno.test("sendByXhr() takes statuses that the constructor of Response refuses", async () => {
  for (const status of [204, 304, 299, 600, 999]) {
    const { xhr, sent } = start();
    xhr.respond({ status, url: HERE });
    xhr.finish(new Uint8Array());

    const response = await sent;

    assertEquals([response.status, response.ok], [status, status < 300]);
    assertEquals(await textOf(response), "");
  }
});

Deno.test("sendByXhr() sends cookies to another origin only with credentials: include", () => {
  for (const credentials of [undefined, "same-origin", "include"] as const) {
    const { xhr, sent } = start({ credentials });
    assertEquals(xhr.withCredentials, credentials === "include");
    xhr.break();
    sent.catch(() => {});
  }
});

Deno.test("sendByXhr() aborts with the reason of its signal, at any moment", async () => {
  const reason = new Error("enough");
  for (const moment of ["sent", "uploaded", "responded", "received"]) {
    const { xhr, sent, controller } = start();
    if (moment !== "sent") xhr.uploaded(3);
    const isLate = moment === "responded" || moment === "received";
    if (isLate) xhr.respond({ status: 200, url: HERE });
    if (moment === "received") xhr.received(1);
    const result = isLate ? sent.then(textOf) : sent;

    controller.abort(reason);

    assertEquals(await result.catch((thrown) => thrown), reason, moment);
    assertEquals(xhr.calls.at(-1), "abort");
  }
});

Deno.test("sendByXhr() ignores its signal once it has ended", async () => {
  const { xhr, sent, controller } = start();
  xhr.respond({ status: 200, url: HERE });
  xhr.finish(new Uint8Array([0x61]));
  controller.abort();

  assertEquals(xhr.calls.includes("abort"), false);
  assertEquals(await (await sent).text(), "a");
});

Deno.test("sendByXhr() fails without a network, before and within a response", async () => {
  for (const isLate of [false, true]) {
    const { xhr, sent } = start();
    if (isLate) xhr.respond({ status: 200, url: HERE });
    const result = isLate ? sent.then(textOf) : sent;

    xhr.break();

    const message = isLate ? "network error" : "XMLHttpRequest failed";
    await assertRejects(() => result, TypeError, message);
  }
});

Deno.test("sendByXhr() fails for a response without a status, as Firefox loads it", async () => {
  const { xhr, sent } = start();
  xhr.respond({ status: 0, url: "" });

  xhr.finish(new Uint8Array());

  await assertRejects(() => sent, TypeError, "XMLHttpRequest failed");
});

Deno.test("sendByXhr() stops an endless response", async () => {
  const { xhr, sent } = start();
  xhr.respond({ status: 503, url: HERE });
  const text = sent.then(textOf);
  xhr.received(100);
  assertEquals(xhr.calls.includes("abort"), false);

  xhr.received(101);

  const { code, isTransient } = await assertRejects(() => text, UploadError);
  assertEquals([code, isTransient], ["response-too-large", true]);
  assertEquals(xhr.calls.at(-1), "abort");
});

Deno.test("sendByXhr() aborts when its response is discarded", async () => {
  const { xhr, sent } = start();
  xhr.respond({ status: 200, url: HERE });

  await (await sent).body?.cancel();

  assertEquals(xhr.calls.at(-1), "abort");
});
