import { assertEquals, assertMatch } from "@std/assert";
import {
  errorInside200,
  nextOf,
  padded,
  refusing,
} from "../support/s3/s3_hooks.ts";
import { hasObject, S3_BYTES, uploadToS3 } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

Deno.test("a completion that fails after a status of 200 is repeated", async () => {
  await using server = await new StrictS3Server().listen();
  let times = 2;
  server.hooks.answer = (request) =>
    request.operation === "CompleteMultipartUpload" && times-- > 0
      ? errorInside200("InternalError", request)
      : undefined;
  const ended = await uploadToS3(server);
  assertEquals([ended.status, await hasObject(server)], [200, true]);
  assertEquals([...server.partsSent.values()], [1, 1, 1]);
});

Deno.test("a completion that fails for good after a status of 200 is an error", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = (request) =>
    request.operation === "CompleteMultipartUpload"
      ? errorInside200("AccessDenied", request)
      : undefined;
  const { ok, error } = await uploadToS3(server);
  assertEquals([ok, error?.code], [false, "protocol"]);
  assertMatch(error?.message ?? "", /200 and the error AccessDenied \(/);
  assertEquals(server.bucket().uploads, []);
});

Deno.test("white space before the response to a completion is ignored", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.change = ({ operation }, answer) =>
    operation === "CompleteMultipartUpload" ? padded(answer) : undefined;
  const ended = await uploadToS3(server);
  assertEquals([ended.status, await hasObject(server)], [200, true]);
});

Deno.test("an error behind white space is an error", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = (request) =>
    request.operation === "CompleteMultipartUpload"
      ? padded(errorInside200("AccessDenied", request))
      : undefined;
  const { ok, error } = await uploadToS3(server);
  assertEquals([ok, error?.code], [false, "protocol"]);
});

Deno.test("a part that the server has lost is sent again before the completion", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = ({ operation, attempt }) => {
    if (operation === "CompleteMultipartUpload" && attempt === 1) {
      server.bucket().onlyUpload.parts.delete(2);
    }
    return undefined;
  };
  const ended = await uploadToS3(server);
  // The server lost it, not the client.
  server.violations.length = 0;
  assertEquals([ended.status, await hasObject(server)], [200, true]);
  assertEquals([...server.partsSent].sort(), [[1, 1], [2, 2], [3, 1]]);
});

Deno.test("a conflict at the completion starts over", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = refusing(
    "CompleteMultipartUpload",
    "ConditionalRequestConflict",
  );
  const ended = await uploadToS3(server, { ifNoneMatch: "*" });
  assertEquals([ended.status, await hasObject(server)], [200, true]);
  assertEquals(server.requestsOf("CreateMultipartUpload").length, 2);
});

for (const source of [new Uint8Array(5), S3_BYTES]) {
  Deno.test(`an object of ${source.byteLength} bytes that exists is not replaced`, async () => {
    await using server = await new StrictS3Server().listen();
    await uploadToS3(server, {}, { source: new Uint8Array(3) });
    const ended = await uploadToS3(server, { ifNoneMatch: "*" }, { source });
    assertEquals(ended.status, 412);
    assertEquals(await hasObject(server, new Uint8Array(3)), true);
    const other = await uploadToS3(server, { ifNoneMatch: true }, {
      source,
      url: server.pathStyleUrl("other"),
    });
    assertEquals(other.status, 200);
  });
}

Deno.test("a lost response to a completion that creates only is settled, too", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.lose = nextOf("CompleteMultipartUpload");
  const ended = await uploadToS3(server, { ifNoneMatch: "*" });
  assertEquals([ended.status, await hasObject(server)], [200, true]);
});
