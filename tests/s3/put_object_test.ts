import { assertEquals, assertRejects } from "@std/assert";
import { type ExchangeRequest, UploadError } from "@network/upload";
import { chunkOf } from "../../src/resumable/range_chunks.ts";
import { putObject } from "../../src/s3/put_object.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { clientOf, openUpload, replyWith } from "../support/s3/s3_double.ts";

const bytes = new TextEncoder().encode("123456789");
const upload = openUpload(bytesSource(bytes));
const part = { ...chunkOf(bytes), number: 1 };

Deno.test("putObject() sends the part with its headers and its checksum", async () => {
  const sent: ExchangeRequest[] = [];
  const client = clientOf(upload, (request) => {
    sent.push(request);
    return Promise.resolve(replyWith(200, "", { etag: '"1"' }));
  });
  const { response } = await putObject(client, part, { "x-a": "1" }, "crc32");
  assertEquals(response.status, 200);
  const [request] = sent;
  assertEquals([request?.method, request?.url.href], ["PUT", "https://h/k"]);
  // The check value of CRC-32.
  assertEquals(request?.headers, {
    "x-a": "1",
    "x-amz-checksum-crc32": "y/Q5Jg==",
  });
});

for (
  const [name, reply] of [
    ["a page", replyWith(200, "<html></html>", { etag: '"1"' })],
    ["a response without an ETag", replyWith(200)],
  ] as const
) {
  Deno.test(`putObject() takes ${name} for no object`, async () => {
    const client = clientOf(upload, () => Promise.resolve(reply));
    const error = await assertRejects(
      () => putObject(client, part, {}, undefined),
      UploadError,
    );
    assertEquals(error.code, "protocol");
  });
}
