import { assertEquals } from "@std/assert";
import { toResponseHeaders } from "../../src/events/response_headers.ts";

Deno.test("toResponseHeaders() returns lower-case names, and joins repeated values", () => {
  const headers = new Headers([
    ["ETag", '"1"'],
    ["X-Tag", "a"],
    ["x-tag", "b"],
    ["Set-Cookie", "a=1"],
    ["Set-Cookie", "b=2"],
  ]);

  assertEquals(toResponseHeaders(headers), {
    etag: '"1"',
    "set-cookie": "a=1, b=2",
    "x-tag": "a, b",
  });
});

Deno.test("toResponseHeaders() returns a plain object, whatever the names of headers", () => {
  const headers = new Headers([["__proto__", "a"], ["constructor", "b"]]);

  const record = toResponseHeaders(headers);

  assertEquals(Object.getPrototypeOf(record), Object.prototype);
  for (const each of [record, structuredClone(record)]) {
    assertEquals(Object.entries(each).toSorted(), [
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
  }
  assertEquals(JSON.stringify(record), '{"__proto__":"a","constructor":"b"}');
});

Deno.test("toResponseHeaders() accepts the headers of a test double", () => {
  const make = (headers: unknown): Headers => Object(headers);
  const double = { get: () => null, has: () => false };

  assertEquals(toResponseHeaders(make(double)), {});
  assertEquals(toResponseHeaders(make(new Map([["ETag", 7]]))), { etag: "7" });
});
