import { assertEquals, assertMatch } from "@std/assert";
import type { S3SigningRequest } from "@network/upload/s3";
import { presign } from "../support/s3/presign.ts";
import { refusing } from "../support/s3/s3_hooks.ts";
import { hasObject, uploadToS3 } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

Deno.test("a function that signs is called for each attempt of each request", async () => {
  await using server = await new StrictS3Server().listen();
  const asked: S3SigningRequest[] = [];
  let failures = 1;
  server.hooks.answer = (request) =>
    request.partNumber === 2 && failures-- > 0
      ? refusing("UploadPart", "SlowDown")(request)
      : undefined;
  const ended = await uploadToS3(server, {
    sign: (request) => {
      asked.push(JSON.parse(JSON.stringify(request)));
      return presign(request, { expires: 60 });
    },
  }, { headers: { "x-amz-meta-a": "b" } });
  assertEquals([ended.status, await hasObject(server)], [200, true]);
  const parts = asked.flatMap(({ query }) => query.partNumber ?? []);
  assertEquals(parts.sort(), ["1", "2", "2", "3"]);
  const sizes = asked.flatMap(({ query, size }) =>
    query.partNumber === "3" ? size : []
  );
  assertEquals(sizes, [1234]);
  assertEquals(asked.at(-1)?.digest?.length, 64);
  assertEquals(
    server.bucket().object("video.mp4").headers["x-amz-meta-a"],
    "b",
  );
});

Deno.test("a presigned URL that has expired is replaced once", async () => {
  await using server = await new StrictS3Server().listen();
  let isFirst = true;
  const ended = await uploadToS3(server, {
    sign: (request) => {
      const date = isFirst ? Date.now() - 600_000 : Date.now();
      isFirst = false;
      return { url: presign(request, { expires: 60, date }) };
    },
  });
  assertEquals([ended.status, await hasObject(server)], [200, true]);
  assertEquals(
    server.requests.filter(({ status }) => status === 403).length,
    1,
  );
});

Deno.test("a function that signs may return headers", async () => {
  await using server = await new StrictS3Server().listen();
  const ended = await uploadToS3(server, {
    sign: (request) => ({
      url: presign(request, {
        expires: 60,
        headers: { "x-amz-meta-by": "server" },
      }),
      headers: { "X-Amz-Meta-By": "server" },
    }),
  }, { source: new Uint8Array(4) });
  assertEquals(ended.status, 200);
  assertEquals(
    server.bucket().object("video.mp4").headers["x-amz-meta-by"],
    "server",
  );
});

Deno.test("a signature in a URL reaches no event", async () => {
  await using server = await new StrictS3Server().listen();
  const ended = await uploadToS3(server, {
    sign: (request) => presign(request, { expires: 60 }),
  });
  assertEquals(ended.status, 200);
  assertEquals(/signature|credential/i.test(JSON.stringify(ended)), false);
});

Deno.test("what a function that signs returns is checked", async () => {
  await using server = await new StrictS3Server().listen();
  for (const wrong of ["", "ftp://h/", 5, {}, { url: 5 }, null]) {
    const { error } = await uploadToS3(server, {
      // @ts-expect-error It is wrong on purpose.
      sign: () => wrong,
    });
    assertEquals([wrong, error?.code], [wrong, "network"]);
    assertMatch(error?.message ?? "", /'sign' failed: /);
  }
});
