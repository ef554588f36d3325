import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { UploadError } from "@network/upload";
import { CallerSigner } from "../../src/s3/caller_signer.ts";
import type { S3Sign } from "../../src/s3/s3_signing.ts";

const { signal } = new AbortController();
const REQUEST = {
  method: "PUT",
  url: new URL("https://h/k"),
  query: {},
  headers: { "content-type": "text/css", "x-amz-meta-a": "1" },
  size: 5,
} as const;

const sign = (given: S3Sign) => new CallerSigner(given).sign(REQUEST, signal);

Deno.test("CallerSigner takes a URL, with or without headers", async () => {
  const url = "https://h/k?X-Amz-Signature=1";
  for (const given of [url, new URL(url), { url }, { url: new URL(url) }]) {
    const signed = await sign(() => given);
    assertEquals([signed.url.href, signed.headers], [url, REQUEST.headers]);
  }
  const { headers } = await sign(() => ({
    url,
    headers: { "Content-Type": "text/plain", b: 2 },
  }));
  assertEquals(headers, {
    "content-type": "text/plain",
    "x-amz-meta-a": "1",
    b: "2",
  });
});

Deno.test("CallerSigner leaves out the Host that a signer adds", async () => {
  const added = { Host: "h", Authorization: "AWS4-HMAC-SHA256" };
  for (const headers of [added, new Headers(added), Object.entries(added)]) {
    const signed = await sign(() => ({ url: "https://h/k", headers }));
    assertEquals(signed.headers, {
      ...REQUEST.headers,
      authorization: "AWS4-HMAC-SHA256",
    });
  }
});

Deno.test("CallerSigner wants another URL after 401 and 403, and nothing else", async () => {
  const { corrects } = await sign(() => "https://h/");
  const refusal = { code: "", message: "", serverTime: undefined };
  const statuses = [400, 401, 403, 404, 503].filter((status) =>
    corrects({ ...refusal, status })
  );
  assertEquals(statuses, [401, 403]);
  assertEquals(
    corrects({ ...refusal, status: 400, code: "ExpiredToken" }),
    true,
  );
});

Deno.test("CallerSigner names a function that fails, without its secrets", async () => {
  const error = await assertRejects(
    () => sign(() => Promise.reject(new Error("https://u:p@h/?token=secret"))),
    UploadError,
  );
  assertMatch(error.message, /^Cannot sign a request to "h": 'sign' failed: /);
  assertEquals(/u:p|secret/.test(error.message), false);
});

Deno.test("CallerSigner does not wait once it is aborted", async () => {
  const controller = new AbortController();
  const hanging = new CallerSigner(() => new Promise(() => {}))
    .sign(REQUEST, controller.signal);
  controller.abort("enough");
  assertEquals(await hanging.catch((reason) => reason), "enough");
});
