import { assert, assertEquals } from "@std/assert";
import { toUploadRequest } from "../../src/request/upload_request.ts";

const URL_GIVEN = "https://example.com/in?key=1";

Deno.test("upload() keeps its params", () => {
  const { signal } = new AbortController();
  const params = {
    timeout: 0,
    progress: true,
    progressInterval: 0,
    handleRedirects: false,
    followLinks: false,
    signal,
    size: 0,
    maxResponseBytes: Infinity,
    maxBytesPerSecond: 1.5,
    fetch,
  };

  const request = toUploadRequest([
    URL_GIVEN,
    "PUT",
    { ...params, bodyType: "binary", headers: { "X-Count": 1 } },
    new ReadableStream(),
    "text/x",
  ]);

  assert(request.signal === signal);
  assert(request.fetch === fetch);
  assertEquals(request.timeout, 0);
  assertEquals(request.progress, true);
  assertEquals(request.progressInterval, 0);
  assertEquals(request.handleRedirects, false);
  assertEquals(request.followLinks, false);
  assertEquals(request.size, 0);
  assertEquals(request.maxResponseBytes, Infinity);
  assertEquals(request.maxBytesPerSecond, 1.5);
  assertEquals(request.headers, { "x-count": "1" });
});

Deno.test("upload() limits its timeout to that of a timer", () => {
  const params = { timeout: 1e300, progressInterval: Infinity };

  const request = toUploadRequest([URL_GIVEN, "PUT", params, "a.txt"]);

  assertEquals(request.timeout, (2 ** 31 - 1) / 1000);
  assertEquals(request.progressInterval, 2 ** 31 - 1);
});

Deno.test("upload() removes the user from the URL, and keeps an existing header", () => {
  const url = "http://me:s%C3%A9cret@example.com/in";
  const header = { headers: { authorization: "Bearer token" } };

  const taken = toUploadRequest([url, "PUT", "a.json"]);
  const given = toUploadRequest([url, "PUT", header, "a.json"]);

  assertEquals(taken.url.href, "http://example.com/in");
  assertEquals(
    taken.headers.authorization,
    "Basic bWU6c8OpY3JldA==",
  );
  assertEquals(given.url.href, "http://example.com/in");
  assertEquals(given.headers.authorization, "Bearer token");
});

Deno.test("toUploadRequest() reads each option of an object once, as a getter may open something", () => {
  let reads = 0;
  const { source } = toUploadRequest([{
    url: URL_GIVEN,
    get source() {
      return new Uint8Array(++reads);
    },
  }]);

  assert(source instanceof Uint8Array);
  assertEquals([reads, source.byteLength], [1, 1]);
});
