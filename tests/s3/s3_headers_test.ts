import { assertEquals, assertThrows } from "@std/assert";
import { UploadError } from "@network/upload";
import type { OpenUpload } from "../../src/request/protocol.ts";
import {
  assertUnauthorized,
  commonHeaders,
  conditionHeaders,
  creationHeaders,
  objectHeaders,
} from "../../src/s3/s3_headers.ts";
import { bytesSource } from "../../src/source/memory_source.ts";

function uploadWith(
  headers: Record<string, string>,
  contentType: string | null = null,
): OpenUpload {
  return {
    url: new URL("https://h/k?signature=secret"),
    method: "PUT",
    headers,
    keepHeaders: [],
    contentType,
    signal: new AbortController().signal,
    source: bytesSource(new Uint8Array(1)),
    acknowledge() {},
    onFailure() {},
  };
}

const OF_OBJECT = {
  "cache-control": "a",
  "content-disposition": "b",
  expires: "c",
  "if-match": "d",
  "x-amz-acl": "e",
  "x-amz-meta-a": "f",
  "x-amz-storage-class": "g",
};
const OF_ALL = {
  "user-agent": "a",
  "x-amz-expected-bucket-owner": "b",
  "x-amz-request-payer": "c",
  "x-amz-server-side-encryption-customer-key": "d",
};

Deno.test("headers go to the requests that take them", () => {
  const upload = uploadWith({ ...OF_OBJECT, ...OF_ALL }, "text/css");
  const all = { ...OF_OBJECT, ...OF_ALL, "content-type": "text/css" };
  assertEquals(objectHeaders(upload), all);
  const { "if-match": _, ...creation } = all;
  assertEquals(creationHeaders(objectHeaders(upload)), creation);
  assertEquals(commonHeaders(upload), OF_ALL);
  assertEquals(conditionHeaders(upload, false), { "if-match": "d" });
  assertEquals(conditionHeaders(upload, true), {
    "if-match": "d",
    "if-none-match": "*",
  });
});

Deno.test("there is no Content-Type if the source has none", () => {
  assertEquals(objectHeaders(uploadWith({})), {});
});

Deno.test("an Authorization header is refused, without its value", () => {
  const upload = uploadWith({ authorization: "Bearer secret" });
  const error = assertThrows(() => assertUnauthorized(upload), UploadError);
  assertEquals(error.code, "invalid-options");
  assertEquals(`${error.message}${error.hint}`.includes("secret"), false);
});
