import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ExchangeRequest } from "@network/upload";
import { CallerSigner } from "../../src/s3/caller_signer.ts";
import { Refused, S3Client } from "../../src/s3/s3_client.ts";
import { bytesSource } from "../../src/source/memory_source.ts";
import { clientOf, openUpload, replyWith } from "../support/s3/s3_double.ts";

const upload = openUpload(bytesSource(new Uint8Array(3)));

Deno.test("S3Client sends the signed URL and the headers of the call that are not of the object", async () => {
  const sent: ExchangeRequest[] = [];
  const headers = { "x-trace": "1", "x-amz-meta-a": "2", "cache-control": "3" };
  const client = new S3Client({ ...upload, headers }, (request) => {
    sent.push(request);
    return Promise.resolve(replyWith(200));
  }, new CallerSigner(({ url }) => `${url.href}&signed=1`));
  await client.request({
    method: "PUT",
    query: { partNumber: "1" },
    headers: { "x-amz-a": "4" },
  });
  const [request] = sent;
  assertEquals(request?.url.href, "https://h/k?partNumber=1&signed=1");
  assertEquals(request?.headers, { "x-trace": "1", "x-amz-a": "4" });
  assertEquals([request?.method, request?.reopens], ["PUT", true]);
});

Deno.test("S3Client signs once more after 403, and throws the second refusal", async () => {
  const replies = [
    replyWith(403),
    replyWith(403, "<Error><Code>A</Code></Error>"),
  ];
  let requests = 0;
  const client = clientOf(upload, () => {
    const reply = replies[requests++];
    return Promise.resolve(reply ?? replyWith(500));
  });
  const refused = await assertRejects(
    () => client.request({ method: "GET" }),
    Refused,
  );
  assertEquals([requests, refused.refusal.code], [2, "A"]);
});

Deno.test("S3Client throws at once after a refusal that a signature does not change", async () => {
  for (
    const [status, body] of [[503, ""], [
      200,
      "<Error><Code>B</Code></Error>",
    ]] as const
  ) {
    let requests = 0;
    const client = clientOf(upload, () => {
      requests++;
      return Promise.resolve(replyWith(status, body));
    });
    const refused = await assertRejects(
      () => client.request({ method: "POST" }),
      Refused,
    );
    assertEquals([requests, refused.refusal.status], [1, status]);
  }
});

Deno.test("S3Client rejects with what the request rejects with", async () => {
  const failure = new Error("reset");
  const client = clientOf(upload, () => Promise.reject(failure));
  const thrown = await client.request({ method: "GET" }).catch((it) => it);
  assert(thrown === failure);
});
