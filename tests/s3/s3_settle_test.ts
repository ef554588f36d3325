import { assertEquals } from "@std/assert";
import { signed } from "../support/s3/signed_request.ts";
import { nextOf, refusing } from "../support/s3/s3_hooks.ts";
import {
  hasObject,
  PART_SIZE,
  patternOf,
  S3_BYTES,
  uploadToS3,
} from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

/** A server that checks the condition of a completion before its upload. */
async function conditionFirst(): Promise<StrictS3Server> {
  const server = await new StrictS3Server().listen();
  server.hooks.answer = (request) =>
    server.bucket().objects.has("video.mp4")
      ? refusing("CompleteMultipartUpload", "PreconditionFailed")(request)
      : undefined;
  return server;
}

Deno.test("a condition that fails after a lost completion is settled by the object", async () => {
  await using server = await conditionFirst();
  server.hooks.lose = nextOf("CompleteMultipartUpload");
  const ended = await uploadToS3(server, { ifNoneMatch: "*" });
  assertEquals([ended.status, ended.method], [200, "HEAD"]);
  assertEquals(await hasObject(server), true);
});

Deno.test("a condition that fails because of an object of others is refused, also after a lost response", async () => {
  await using server = await conditionFirst();
  const other = patternOf(2 * PART_SIZE + 5);
  let isFirst = true;
  server.hooks.cut = ({ operation }) => {
    if (operation !== "CompleteMultipartUpload" || !isFirst) return undefined;
    isFirst = false;
    return 1;
  };
  let isStored = false;
  server.hooks.hold = async () => {
    if (isStored) return;
    isStored = true;
    await uploadToS3(server, {}, { source: other.subarray(0, 9) });
  };
  const ended = await uploadToS3(server, { ifNoneMatch: "*" }, {
    source: S3_BYTES,
  });
  assertEquals(ended.status, 412);
  assertEquals(await hasObject(server, other.subarray(0, 9)), true);
});

for (
  const [name, value] of [["if-match", '"another"'], [
    "if-none-match",
    "*",
  ]] as const
) {
  for (const size of [9, S3_BYTES.byteLength]) {
    Deno.test(`an ${name} header of the call keeps an object from ${size} bytes`, async () => {
      await using server = await new StrictS3Server().listen();
      const first = patternOf(5);
      await uploadToS3(server, {}, { source: first });
      const ended = await uploadToS3(server, {}, {
        source: S3_BYTES.subarray(0, size),
        headers: { [name]: value },
      });
      assertEquals(ended.status, 412);
      assertEquals(await hasObject(server, first), true);
    });
  }
}

Deno.test("an object of the same size by others is no success of an upload that was aborted", async () => {
  await using server = await new StrictS3Server().listen();
  const other = patternOf(S3_BYTES.byteLength + 4).subarray(4);
  let isFirst = true;
  server.hooks.hold = async ({ key, uploadId, partNumber }) => {
    if (partNumber !== 3 || !isFirst) return;
    isFirst = false;
    await uploadToS3(server, {}, { source: other });
    const response = await fetch(signed({
      method: "DELETE",
      url: server.pathStyleUrl(key),
      query: { uploadId: uploadId ?? "" },
    }));
    await response.body?.cancel();
  };
  const ended = await uploadToS3(server);
  assertEquals([ended.status, ended.method], [200, "POST"]);
  assertEquals(server.requestsOf("HeadObject"), []);
  assertEquals(await hasObject(server), true);
});
