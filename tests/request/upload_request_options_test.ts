import { assertEquals, assertThrows } from "@std/assert";
import { toUploadRequest } from "../../src/request/upload_request.ts";

/** The request of a call with these params. */
function requestOf(params: unknown, source: unknown = "a.json") {
  return toUploadRequest(["https://example.com/in", "PUT", params, source]);
}

const WRONG: [params: Record<string, unknown>, message: string][] = [
  [
    { timeout: "5" },
    "'timeout' must be a number, 0 or more (got string)",
  ],
  [{ timeout: -1 }, "'timeout' must be a number, 0 or more (got -1)"],
  [{ timeout: NaN }, "'timeout' must be a number, 0 or more (got NaN)"],
  [
    { timeout: Infinity },
    "'timeout' must be finite (0 disables it)",
  ],
  [
    { timeout: null },
    "'timeout' must be a number, 0 or more (got null)",
  ],
  [
    { progressInterval: -1 },
    "'progressInterval' must be a number, 0 or more (got -1)",
  ],
  [
    { progressInterval: "1" },
    "'progressInterval' must be a number, 0 or more (got string)",
  ],
  [{ progress: 1 }, "'progress' must be a boolean (got number)"],
  [
    { progress: () => {} },
    "'progress' must be a boolean (got function): iterate over the events",
  ],
  [{ progress: "upload" }, "'progress' must be a boolean (got string)"],
  [{ followLinks: 0 }, "'followLinks' must be a boolean (got number)"],
  [
    { bodyType: "json" },
    '\'bodyType\' must be "text" or "binary" (got "json")',
  ],
  [
    { bodyType: true },
    '\'bodyType\' must be "text" or "binary" (got boolean)',
  ],
  [
    { signal: new AbortController() },
    "'signal' must be an AbortSignal, such as controller.signal (got AbortController)",
  ],
  [
    { signal: null },
    "'signal' must be an AbortSignal, such as controller.signal (got null)",
  ],
  [
    { credentials: "all" },
    '\'credentials\' must be "omit", "same-origin" or "include" (got "all")',
  ],
  [
    { credentials: "user:secret" },
    '\'credentials\' must be "omit", "same-origin" or "include" (got string)',
  ],
  [
    { credentials: true },
    '\'credentials\' must be "omit", "same-origin" or "include" (got boolean)',
  ],
  [
    { credentials: null },
    '\'credentials\' must be "omit", "same-origin" or "include" (got null)',
  ],
  [{ size: "5" }, "'size' must be a number, 0 or more (got string)"],
  [{ size: -1 }, "'size' must be a number, 0 or more (got -1)"],
  [{ size: 1.5 }, "'size' must be a whole number (got 1.5)"],
  [
    { size: Infinity },
    "'size' must be a whole number (got Infinity)",
  ],
  [
    { maxResponseBytes: -1 },
    "'maxResponseBytes' must be a number, 0 or more (got -1)",
  ],
  [
    { maxBytesPerSecond: "1M" },
    "'maxBytesPerSecond' must be a number, 0 or more (got string)",
  ],
  [
    { maxBytesPerSecond: 0 },
    "'maxBytesPerSecond' must be 1 or more (got 0)",
  ],
  [{ fetch: "fetch" }, "'fetch' must be a function (got string)"],
  [
    { protocol: "tus" },
    "'protocol' must be a function, such as the result of tus(), rufh() or s3() (got string)",
  ],
  [{ fetch: {} }, "'fetch' must be a function (got object)"],
  [
    { headers: "a: b" },
    "'headers' must be a record or pairs (got string)",
  ],
  [
    { headers: ["a: b"] },
    "'headers' must contain pairs of a name and a value",
  ],
  [
    { headers: { "x-a": {} } },
    "'headers' must have values that are strings, numbers or booleans (\"x-a\" is object)",
  ],
  [
    { headers: { "x a": "1" } },
    '\'headers\' must have valid names, such as "x-id" (got "x a")',
  ],
  [
    { headers: { "authorization: Bearer secret": "" } },
    '\'headers\' must have valid names, such as "x-id" (got "authorization:…")',
  ],
  [
    { headers: { "content-type": "Bearer secret" } },
    '\'contentType\' must be a type and a subtype, such as "text/plain" (got "Bearer …")',
  ],
  [
    { headers: { "content-type": "text/plain; charset=klingon" } },
    "'contentType' must name a known charset (got \"klingon\")",
  ],
  [
    { multipart: true },
    "'multipart' must be an object, such as { name: \"file\" } (got boolean)",
  ],
  [
    { multipart: [] },
    "'multipart' must be an object, such as { name: \"file\" } (got Array)",
  ],
  [
    { multipart: { name: 5 } },
    "'multipart.name' must be a string (got number)",
  ],
  [
    { multipart: { filename: null } },
    "'multipart.filename' must be a string (got null)",
  ],
  [
    { multipart: { name: "" } },
    "'multipart.name' must not be empty",
  ],
  [
    { multipart: { filename: "" } },
    "'multipart.filename' must not be empty",
  ],
  [
    { multipart: { feilds: {} } },
    "'multipart.feilds' is not an option: did you mean 'multipart.fields'?",
  ],
  [
    { multipart: { boundary: "x" } },
    "'multipart.boundary' is not an option: 'multipart' has the options 'name', 'filename', 'fields'",
  ],
  [
    { multipart: { fields: "a=b" } },
    "'multipart.fields' must be a record or pairs (got string)",
  ],
];

for (const [params, message] of WRONG) {
  const shown = Deno.inspect(params).replaceAll(/\s+/g, " ");
  Deno.test(`upload() refuses the params ${shown}`, () => {
    const { message: got } = assertThrows(() => requestOf(params), TypeError);

    assertEquals(got, `upload: ${message}`);
  });
}

Deno.test("upload() keeps Content-Type and Content-Length out of the other headers", () => {
  const { headers } = requestOf({
    headers: {
      "content-type": "text/x",
      "content-length": 5,
      "transfer-encoding": "chunked",
      "x-a": true,
    },
  });

  assertEquals(headers, { "x-a": "true" });
});

for (const credentials of ["omit", "same-origin", "include"] as const) {
  Deno.test(`upload() accepts the credentials ${credentials}`, () => {
    assertEquals(requestOf({ credentials }).credentials, credentials);
  });
}

for (const method of ["put", "Patch", "POST", "delete", "PROPFIND", "x-y!"]) {
  Deno.test(`upload() accepts the method ${method}, in upper case`, () => {
    const request = toUploadRequest([
      "https://example.com/in",
      method,
      "a.json",
    ]);

    assertEquals(request.method, method.toUpperCase());
  });
}
