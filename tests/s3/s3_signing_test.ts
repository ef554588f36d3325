import { assertEquals, assertMatch } from "@std/assert";
import { upload } from "@network/upload";
import type { S3SigningRequest } from "@network/upload/s3";
import { presign } from "../support/s3/presign.ts";
import { refusing } from "../support/s3/s3_hooks.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import {
  hasObject,
  S3_BYTES,
  s3Upload,
  uploadToS3,
} from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

Deno.test("a skewed clock is corrected once, by that of the server", async () => {
  await using server = await new StrictS3Server().listen();
  for (const skew of [3_600_000, -86_400_000]) {
    server.skew = skew;
    server.requests.length = 0;
    const ended = await uploadToS3(server);
    assertEquals([ended.status, await hasObject(server)], [200, true]);
    assertEquals(
      server.requests.filter(({ status }) => status === 403).length,
      1,
    );
  }
});

Deno.test("credentials of a function are asked for again when they expire", async () => {
  await using server = await new StrictS3Server().listen();
  server.accounts = [{ ...S3_CREDENTIALS, sessionToken: "token-2" }];
  let calls = 0;
  const ended = await uploadToS3(server, {
    credentials: () => {
      calls++;
      return { ...S3_CREDENTIALS, sessionToken: `token-${calls}` };
    },
  });
  assertEquals([ended.status, calls], [200, 2]);
  assertEquals(await hasObject(server), true);
});

Deno.test("parts that expire together ask for credentials once", async () => {
  await using server = await new StrictS3Server().listen();
  let expired = 0;
  server.hooks.answer = (request) =>
    request.operation === "UploadPart" && expired++ < 3
      ? refusing("UploadPart", "ExpiredToken")(request)
      : undefined;
  let calls = 0;
  const ended = await uploadToS3(server, {
    credentials: async () => {
      calls++;
      await Promise.resolve();
      return S3_CREDENTIALS;
    },
  });
  assertEquals([ended.status, calls], [200, 2]);
});

Deno.test("credentials whose expiration has passed are asked for again", async () => {
  await using server = await new StrictS3Server().listen();
  let calls = 0;
  const ended = await uploadToS3(server, {
    credentials: () => {
      calls++;
      return {
        ...S3_CREDENTIALS,
        expiration: new Date(calls === 1 ? 0 : 9e12),
      };
    },
  });
  assertEquals([ended.status, calls], [200, 2]);
});

Deno.test("wrong credentials are refused without a repeat", async () => {
  await using server = await new StrictS3Server().listen();
  const running = upload(s3Upload(server, {
    credentials: { ...S3_CREDENTIALS, secretAccessKey: "wrong-secret" },
  }));
  const ended = await running;
  assertEquals([ended.status, server.requests.length], [403, 1]);
  const error = await running.orThrow().catch((thrown) => thrown);
  assertMatch(error.message, /SignatureDoesNotMatch \(/);
  const shown = JSON.stringify([ended, error.message, error.hint]);
  for (
    const secret of [
      S3_CREDENTIALS.accessKeyId,
      "wrong-secret",
      server.requests[0]?.headers.get("authorization")?.slice(-64) ?? "?",
      "AWS4-HMAC-SHA256",
    ]
  ) assertEquals([secret, shown.includes(secret)], [secret, false]);
});

Deno.test("a function for credentials that fails is named, without its secrets", async () => {
  await using server = await new StrictS3Server().listen();
  const { error } = await uploadToS3(server, {
    credentials: () =>
      Promise.reject(new Error("no profile at http://u:pass@h/?token=abc")),
  });
  assertEquals(error?.code, "network");
  assertMatch(error?.message ?? "", /'credentials' failed: no profile/);
  assertEquals(/pass|abc/.test(error?.message ?? ""), false);
});

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

Deno.test("an Authorization header or a user in the URL is refused", async () => {
  await using server = await new StrictS3Server().listen();
  for (
    const more of [
      { headers: { authorization: "Bearer x" } },
      { url: server.pathStyleUrl("a").replace("//", "//u:secret@") },
    ]
  ) {
    for (const source of [S3_BYTES, new Uint8Array(1)]) {
      const { error } = await uploadToS3(server, {}, { ...more, source });
      assertEquals(error?.code, "invalid-options");
      assertEquals(server.requests, []);
    }
  }
});
