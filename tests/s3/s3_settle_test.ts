import { assertEquals } from "@std/assert";
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
