import { assertEquals, assertMatch } from "@std/assert";
import { upload } from "@network/upload";
import { streamOf } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import type { S3Operation } from "../support/s3/s3_request.ts";
import {
  htmlAnswer,
  nextOf,
  refusing,
  truncated,
} from "../support/s3/s3_hooks.ts";
import {
  hasObject,
  S3_BYTES,
  s3Upload,
  uploadToS3,
} from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const SOURCES = {
  bytes: () => S3_BYTES,
  "a stream": () => streamOf(S3_BYTES),
  "a function without a size": () => () => streamOf(S3_BYTES),
};

for (const [name, source] of Object.entries(SOURCES)) {
  for (
    const code of ["SlowDown", "InternalError", "RequestTimeout"] as const
  ) {
    Deno.test(`a part of ${name} that fails with ${code} is sent again alone`, async () => {
      await using server = await new StrictS3Server().listen();
      server.hooks.answer = refusing("UploadPart", code, { partNumber: 2 });
      const events = await eventsOf(
        upload(s3Upload(server, {}, { source: source(), progress: true })),
      );
      assertEquals(events.at(-1)?.phase, "ended");
      assertEquals(
        events.filter(({ phase }) => phase === "retrying").length,
        1,
      );
      assertEquals(
        [...server.partsSent].sort(),
        [[1, 1], [2, 2], [3, 1]],
      );
      assertEquals(await hasObject(server), true);
    });
  }

  Deno.test(`a part of ${name} whose response is lost is sent again`, async () => {
    await using server = await new StrictS3Server().listen();
    server.hooks.lose = nextOf("UploadPart", { partNumber: 1, times: 2 });
    const ended = await uploadToS3(server, {}, { source: source() });
    assertEquals([ended.status, await hasObject(server)], [200, true]);
  });

  Deno.test(`parts of ${name} whose connections are cut are sent again`, async () => {
    await using server = await new StrictS3Server().listen();
    let cuts = 5;
    server.hooks.cut = ({ operation }) =>
      operation === "UploadPart" && cuts-- > 0 ? 1_000_000 : undefined;
    const ended = await uploadToS3(server, {}, { source: source() });
    assertEquals([ended.status, await hasObject(server)], [200, true]);
  });

  Deno.test(`a completion of ${name} whose response is lost is settled by HEAD`, async () => {
    await using server = await new StrictS3Server().listen();
    server.hooks.lose = nextOf("CompleteMultipartUpload");
    const ended = await uploadToS3(server, {}, { source: source() });
    assertEquals([ended.status, ended.ok], [200, true]);
    assertEquals(server.requestsOf("HeadObject").length, 1);
    assertEquals(ended.responseHeaders.etag?.endsWith('-3"'), true);
    assertEquals(await hasObject(server), true);
    assertEquals([...server.partsSent.values()], [1, 1, 1]);
  });
}

Deno.test("a part of a stream that the server has lost is an error", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = ({ operation, attempt }) => {
    if (operation === "CompleteMultipartUpload" && attempt === 1) {
      server.bucket().onlyUpload.parts.delete(2);
    }
    return undefined;
  };
  const { error } = await uploadToS3(server, {}, {
    source: streamOf(S3_BYTES),
  });
  assertEquals(error?.code, "protocol");
  assertMatch(error?.message ?? "", /has lost part 2/);
  assertEquals(server.bucket().uploads, []);
});

Deno.test("an upload that others have aborted is replaced", async () => {
  await using server = await new StrictS3Server().listen();
  let isAborted = false;
  server.hooks.answer = ({ partNumber }) => {
    if (partNumber === 2 && !isAborted) {
      isAborted = true;
      for (const upload of server.bucket().uploads) {
        server.bucket().removeUpload(upload);
      }
    }
    return undefined;
  };
  const ended = await uploadToS3(server, { parallel: 1 });
  assertEquals([ended.status, await hasObject(server)], [200, true]);
  assertEquals(server.requestsOf("CreateMultipartUpload").length, 2);
});

for (
  const operation of [
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
  ] as const satisfies readonly S3Operation[]
) {
  Deno.test(`a refused ${operation} leaves nothing behind, and says why`, async () => {
    await using server = await new StrictS3Server().listen();
    server.hooks.answer = refusing(operation, "AccessDenied", { times: 99 });
    const running = upload(s3Upload(server));
    const ended = await running;
    assertEquals([ended.status, ended.ok], [403, false]);
    assertEquals(server.bucket().uploads, []);
    const error = await running.orThrow().catch((thrown) => thrown);
    assertMatch(error.message, /responded with 403 AccessDenied \(\w/);
  });

  Deno.test(`a page of a proxy instead of ${operation} is no success`, async () => {
    await using server = await new StrictS3Server().listen();
    server.hooks.answer = (request) =>
      request.operation === operation ? htmlAnswer(502) : undefined;
    const ended = await uploadToS3(server, {}, {
      retry: { limit: 1, baseDelay: 0 },
    });
    assertEquals([ended.status, ended.ok], [502, false]);
    assertEquals(server.bucket().uploads, []);
  });
}

Deno.test("a page with status 200 instead of XML is no success", async () => {
  for (
    const operation of ["CreateMultipartUpload", "CompleteMultipartUpload"]
  ) {
    await using server = await new StrictS3Server().listen();
    server.hooks.answer = (request) =>
      request.operation === operation ? htmlAnswer(200) : undefined;
    const { ok, error } = await uploadToS3(server);
    assertEquals([operation, ok, error?.code], [operation, false, "protocol"]);
    assertEquals(server.bucket().uploads, []);
  }
});

Deno.test("XML that ends in the middle is no success", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.change = ({ operation }, answer) =>
    operation === "CreateMultipartUpload" ? truncated(answer) : undefined;
  const { ok, error } = await uploadToS3(server);
  assertEquals([ok, error?.code], [false, "protocol"]);
});

Deno.test("parts that arrive after the abort are removed, too", async () => {
  await using server = await new StrictS3Server().listen();
  server.hooks.answer = refusing("UploadPart", "AccessDenied", {
    partNumber: 3,
    times: 9,
  });
  let late = 2;
  server.hooks.landAfterAbort = () => late-- > 0 ? 1 : 0;
  const ended = await uploadToS3(server, { parallel: 1 });
  assertEquals(ended.status, 403);
  assertEquals(server.bucket().uploads, []);
  assertEquals(server.requestsOf("AbortMultipartUpload").length, 3);
});

Deno.test("parts too small are named as such", async () => {
  await using server = await new StrictS3Server().listen();
  const running = upload(s3Upload(server, { partSize: 1024 * 1024 }));
  assertEquals((await running).status, 400);
  const error = await running.orThrow().catch((thrown) => thrown);
  assertMatch(error.message, /EntityTooSmall \(/);
  assertEquals(server.bucket().uploads, []);
});
