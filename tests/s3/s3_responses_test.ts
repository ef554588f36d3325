import { assertEquals, assertMatch } from "@std/assert";
import { upload } from "@network/upload";
import { S3_BYTES, s3Upload, uploadToS3 } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

Deno.test("a PUT that is redirected to a page is no success", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = ({ method }) =>
    method === "PUT"
      ? { status: 303, headers: { location: "/login" } }
      : { status: 200, headers: { etag: '"page"' }, body: "<html></html>" };
  const { ok, error } = await uploadToS3(server, {}, {
    source: S3_BYTES.subarray(0, 9),
  });
  assertEquals([ok, error?.code], [false, "protocol"]);
});

Deno.test("a PUT that creates a bucket is no success", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = () => ({
    status: 200,
    headers: { location: "/uploads" },
  });
  const { ok, error } = await uploadToS3(server, {}, {
    url: `${server.url}uploads`,
    source: new Uint8Array(),
  });
  assertEquals([ok, error?.code], [false, "protocol"]);
});

Deno.test("an error after a status of 200 is shown in a few words, without secrets", async () => {
  await using server = await new StrictS3Server().listen();
  const said = `no https://h/k?X-Amz-Signature=secret ${"x ".repeat(10_000)}`;
  server.hooks.answer = ({ operation }) =>
    operation === "CompleteMultipartUpload"
      ? {
        status: 200,
        headers: {},
        body: `<Error><Code>No</Code><Message>${said}</Message></Error>`,
      }
      : undefined;
  const { error } = await uploadToS3(server);
  assertMatch(error?.message ?? "", /the error No \(no https:\/\/h\/k x x/);
  assertEquals((error?.message ?? said).length < 3000, true);
});

Deno.test("a wrong region is shown with the right one", async () => {
  await using server = await new StrictS3Server({ region: "eu-west-9" })
    .listen();
  const running = upload(s3Upload(server)).orThrow();
  const error = await running.catch((thrown) => thrown);
  assertMatch(String(error), /AuthorizationHeaderMalformed \(.*'eu-west-9'/);
});
