import { assertEquals, assertRejects } from "@std/assert";
import { Refused } from "../../src/s3/s3_client.ts";
import { findStored } from "../../src/s3/stored_object.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { clientOf, openUpload, replyWith } from "../support/s3/s3_double.ts";

const SINCE = Date.UTC(2026, 0, 1, 12, 0, 0, 900);
const EXPECTED = { size: 20, parts: 2, since: SINCE };
const HEADERS = {
  "content-length": "20",
  etag: '"0123456789abcdef-2"',
  "last-modified": "Thu, 01 Jan 2026 12:00:00 GMT",
};

const clientWith = (status: number, headers: Record<string, string>) =>
  clientOf(
    openUpload(bytesSource(new Uint8Array(20))),
    () => Promise.resolve(replyWith(status, "", headers)),
  );

for (
  const [name, headers, isOurs, expected] of [
    ["of the same second", HEADERS, true, EXPECTED],
    ["without quotes in its ETag", { ...HEADERS, etag: "a-2" }, true, EXPECTED],
    [
      "of another size",
      { ...HEADERS, "content-length": "21" },
      false,
      EXPECTED,
    ],
    ["of other parts", { ...HEADERS, etag: '"a-3"' }, false, EXPECTED],
    ["of one request", { ...HEADERS, etag: '"a"' }, false, EXPECTED],
    [
      "that is older",
      { ...HEADERS, "last-modified": "Thu, 01 Jan 2026 11:59:59 GMT" },
      false,
      EXPECTED,
    ],
    ["without a date", { ...HEADERS, "last-modified": "" }, false, EXPECTED],
    ["without headers", {}, false, EXPECTED],
    ["without headers, of 0 bytes", {}, false, { ...EXPECTED, size: 0 }],
  ] as const
) {
  Deno.test(`findStored() ${isOurs ? "takes" : "ignores"} an object ${name}`, async () => {
    const reply = await findStored(clientWith(200, headers), expected);
    assertEquals(reply !== undefined, isOurs);
  });
}

Deno.test("findStored() returns undefined without an object, or the permission to read it", async () => {
  for (const status of [404, 403]) {
    assertEquals(await findStored(clientWith(status, {}), EXPECTED), undefined);
  }
});

Deno.test("findStored() does not take a failure of the server for an answer", async () => {
  await assertRejects(() => findStored(clientWith(503, {}), EXPECTED), Refused);
});
