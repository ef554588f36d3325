import {
  CachesDirectory,
  CurrentDirectory,
  TemporaryDirectory,
} from "@network/upload";
import { assertEquals } from "@std/assert";
import {
  toUploadRequest,
  type UploadRequest,
} from "../../src/request/upload_request.ts";

const URL_GIVEN = "https://example.com/in?key=1";
const BASE = new URL("file:///srv/outbox/");

/** The result of a call, in the parts that depend on its form. */
type Shape = Pick<
  UploadRequest,
  "source" | "baseDirectory" | "contentType" | "timeout"
>;

function shapeOf(...args: unknown[]): Shape {
  const { url, method, source, baseDirectory, contentType, timeout } =
    toUploadRequest(args);
  assertEquals(url.href, URL_GIVEN);
  assertEquals(method, "PUT");
  return { source, baseDirectory, contentType, timeout };
}

const FORMS: [form: string, args: unknown[], Partial<Shape>][] = [
  ["params, source", [{ timeout: 5 }, "a.json"], { timeout: 5 }],
  [
    "params, source, baseDirectory",
    [{ timeout: 5 }, "a.json", CachesDirectory],
    {
      baseDirectory: CachesDirectory,
      timeout: 5,
    },
  ],
  [
    "params, source, baseDirectory, contentType",
    [{ timeout: 5 }, "a.json", BASE, "text/x"],
    { baseDirectory: BASE, contentType: "text/x", timeout: 5 },
  ],
  ["params, source, contentType", [{ timeout: 5 }, "a.json", "text/x"], {
    contentType: "text/x",
    timeout: 5,
  }],
  ["source", ["a.json"], {}],
  ["source, baseDirectory", ["a.json", CurrentDirectory], {
    baseDirectory: CurrentDirectory,
  }],
  [
    "source, baseDirectory, contentType",
    ["a.json", TemporaryDirectory, "text/x"],
    { baseDirectory: TemporaryDirectory, contentType: "text/x" },
  ],
  ["source, contentType", ["a.json", "text/x"], { contentType: "text/x" }],
  ["undefined, source", [undefined, "a.json"], {}],
  [
    "undefined, source, undefined, contentType",
    [undefined, "a.json", undefined, "text/x"],
    { contentType: "text/x" },
  ],
  [
    "undefined, source, baseDirectory, undefined",
    [undefined, "a.json", BASE, undefined],
    { baseDirectory: BASE },
  ],
  [
    "undefined, source, undefined, undefined",
    [undefined, "a.json", undefined, undefined],
    {},
  ],
  ["source, undefined, contentType", ["a.json", undefined, "text/x"], {
    contentType: "text/x",
  }],
  ["source, undefined", ["a.json", undefined], {}],
  [
    "source, contentType, undefined, undefined",
    ["a.json", "text/x", undefined, undefined],
    { contentType: "text/x" },
  ],
  ["params with no prototype", [
    Object.assign(Object.create(null), { timeout: 5 }),
    "a.json",
  ], { timeout: 5 }],
];

for (const [form, args, expected] of FORMS) {
  Deno.test(`upload(url, method, ${form}) finds each argument`, () => {
    const shape = shapeOf(URL_GIVEN, "put", ...args);

    assertEquals(shape, {
      source: "a.json",
      baseDirectory: undefined,
      contentType: undefined,
      timeout: 30,
      ...expected,
    });
  });
}

Deno.test("upload({...}) finds each argument by its name", () => {
  const shape = shapeOf({
    url: new URL(URL_GIVEN),
    method: "put",
    source: "a.json",
    baseDirectory: BASE,
    contentType: "text/x",
    timeout: 5,
  });

  assertEquals(shape, {
    source: "a.json",
    baseDirectory: BASE,
    contentType: "text/x",
    timeout: 5,
  });
});

Deno.test("upload({...}) accepts undefined for optional properties", () => {
  const request = toUploadRequest([{
    url: URL_GIVEN,
    method: undefined,
    source: "a.json",
    baseDirectory: undefined,
    contentType: undefined,
    headers: undefined,
    timeout: undefined,
    bodyType: undefined,
    progress: undefined,
    progressInterval: undefined,
    handleRedirects: undefined,
    followLinks: undefined,
    signal: undefined,
    size: undefined,
    multipart: undefined,
    maxResponseBytes: undefined,
    maxBytesPerSecond: undefined,
    credentials: undefined,
    fetch: undefined,
    protocol: undefined,
    retry: undefined,
  }]);

  assertEquals(
    { ...request, url: request.url.href },
    {
      url: URL_GIVEN,
      method: "POST",
      headers: {},
      source: "a.json",
      baseDirectory: undefined,
      followLinks: true,
      contentType: undefined,
      timeout: 30,
      progress: false,
      progressInterval: 100,
      handleRedirects: { limit: 10, sameOrigin: false, keepHeaders: [] },
      signal: undefined,
      size: undefined,

      maxResponseBytes: 64 * 1024 * 1024,
      maxBytesPerSecond: Infinity,
      credentials: undefined,
      fetch: undefined,
      protocol: undefined,
      retry: undefined,
    },
  );
});
