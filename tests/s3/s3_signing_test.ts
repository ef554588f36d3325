import { assertEquals, assertMatch } from "@std/assert";
import { upload } from "@network/upload";
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
