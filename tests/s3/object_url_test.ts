import { assertEquals, assertThrows } from "@std/assert";
import { UploadError } from "@network/upload";
import { toObjectUrl, withQuery } from "../../src/s3/object_url.ts";

Deno.test("toObjectUrl() encodes a key once, whatever the URL leaves unencoded", () => {
  for (
    const [given, expected] of [
      ["https://h/b/a b.txt", "https://h/b/a%20b.txt"],
      ["https://h/b/a%20b.txt", "https://h/b/a%20b.txt"],
      ["https://h/b/a+b", "https://h/b/a%2Bb"],
      ["https://h/b/%2B", "https://h/b/%2B"],
      ["https://h/b/!'()*", "https://h/b/%21%27%28%29%2A"],
      ["https://h/b/-_.~", "https://h/b/-_.~"],
      ["https://h/b/100%", "https://h/b/100%25"],
      ["https://h/b/%2525", "https://h/b/%2525"],
      ["https://h/b/a%2fb", "https://h/b/a%2Fb"],
      ["https://h//b//", "https://h//b//"],
      ["https://h/b/ü😀", "https://h/b/%C3%BC%F0%9F%98%80"],
      ["https://h/b/k?a=1#part", "https://h/b/k?a=1"],
      ["https://h", "https://h/"],
    ] as const
  ) {
    const { href } = toObjectUrl(new URL(given));
    assertEquals(href, expected);
    assertEquals(toObjectUrl(new URL(href)).href, expected);
  }
});

Deno.test("toObjectUrl() refuses a key that is not UTF-8", () => {
  for (const key of ["%ff", "%C3", "a/%ED%A0%80"]) {
    const error = assertThrows(
      () => toObjectUrl(new URL(`https://h/b/${key}`)),
      UploadError,
    );
    assertEquals(error.code, "invalid-options");
  }
});

Deno.test("withQuery() adds parameters, and leaves the URL as it is", () => {
  const url = new URL("https://h/k?versionId=1");
  const { searchParams } = withQuery(url, { uploadId: "a+b/c=&", uploads: "" });
  assertEquals([...searchParams], [
    ["versionId", "1"],
    ["uploadId", "a+b/c=&"],
    ["uploads", ""],
  ]);
  assertEquals(url.href, "https://h/k?versionId=1");
});
