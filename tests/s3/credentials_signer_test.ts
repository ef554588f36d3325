import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "@network/upload";
import {
  CredentialsSigner,
  type SigningOptions,
} from "../../src/s3/credentials_signer.ts";
import type { S3SigningRequest } from "../../src/s3/s3_signing.ts";

const { signal } = new AbortController();
const KEYS = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const EMPTY =
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const signerOf = (credentials: SigningOptions["credentials"]) =>
  new CredentialsSigner({ credentials, region: undefined, service: "s3" });

const requestOf = (
  path: string,
  more: Partial<S3SigningRequest> = {},
): S3SigningRequest => ({
  method: "GET",
  url: new URL(path, "https://examplebucket.s3.amazonaws.com/"),
  query: {},
  headers: {},
  size: 0,
  ...more,
});

/** The time of AWS' examples, until the end of a scope. */
function exampleTime(): Disposable {
  const { now } = Date;
  Date.now = () => Date.UTC(2013, 4, 24);
  return { [Symbol.dispose]: () => void (Date.now = now) };
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
for (
  const [name, request, signed, signature] of [
    [
      "PUT object",
      requestOf("test%24file.text", {
        method: "PUT",
        headers: {
          date: "Fri, 24 May 2013 00:00:00 GMT",
          "x-amz-storage-class": "REDUCED_REDUNDANCY",
        },
        digest:
          "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
      }),
      "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ],
    [
      "GET bucket lifecycle",
      requestOf("?lifecycle", { digest: EMPTY }),
      "host;x-amz-content-sha256;x-amz-date",
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ],
    [
      "GET bucket",
      requestOf("?max-keys=2&prefix=J", { digest: EMPTY }),
      "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
  ] as const
) {
  Deno.test(`CredentialsSigner signs AWS' example "${name}" as AWS does`, async () => {
    using _time = exampleTime();
    const { url, headers } = await signerOf(KEYS).sign(request, signal);
    assertEquals(url, request.url);
    assertEquals(
      headers.authorization,
      `AWS4-HMAC-SHA256 Credential=${KEYS.accessKeyId}/20130524/us-east-1/s3/aws4_request, SignedHeaders=${signed}, Signature=${signature}`,
    );
  });
}

Deno.test("CredentialsSigner leaves out what proxies change, and a body that is not in memory", async () => {
  const { headers } = await signerOf(KEYS).sign(
    requestOf("k", { headers: { "user-agent": "a", "x-amz-meta-b": "c" } }),
    signal,
  );
  assertEquals(headers["user-agent"], "a");
  assertEquals(headers["x-amz-content-sha256"], "UNSIGNED-PAYLOAD");
  const [, signed] =
    /SignedHeaders=([^,]*)/.exec(headers.authorization ?? "") ??
      [];
  assertEquals(signed, "host;x-amz-content-sha256;x-amz-date;x-amz-meta-b");
});

Deno.test("CredentialsSigner corrects its clock, and asks for credentials again", async () => {
  using _time = exampleTime();
  const refusal = { status: 403, code: "ExpiredToken", message: "" };
  const serverTime = Date.UTC(2013, 4, 25);
  const fixed = await signerOf(KEYS).sign(requestOf("k"), signal);
  assertEquals(fixed.corrects({ ...refusal, serverTime: undefined }), false);
  let calls = 0;
  const signer = signerOf(() => {
    calls++;
    return Promise.resolve(KEYS);
  });
  const [one, other] = await Promise.all([
    signer.sign(requestOf("k"), signal),
    signer.sign(requestOf("k"), signal),
  ]);
  assertEquals(calls, 1);
  for (const { corrects } of [one, other]) {
    assertEquals(corrects({ ...refusal, serverTime }), true);
    await signer.sign(requestOf("k"), signal);
    assertEquals(calls, 2);
  }
  const skewed = { ...refusal, code: "RequestTimeTooSkewed" };
  assertEquals(one.corrects({ ...skewed, serverTime: undefined }), false);
  assertEquals(one.corrects({ ...skewed, serverTime }), true);
  const { headers } = await signer.sign(requestOf("k"), signal);
  assertEquals(headers["x-amz-date"], "20130525T000000Z");
});

Deno.test("CredentialsSigner asks again after a failure, and does not wait once aborted", async () => {
  let calls = 0;
  const signer = signerOf(() =>
    ++calls === 1 ? Promise.reject(new Error("busy")) : Promise.resolve(KEYS)
  );
  const error = await assertRejects(
    () => signer.sign(requestOf("k"), signal),
    UploadError,
  );
  assertEquals(error.code, "network");
  await signer.sign(requestOf("k"), signal);
  assertEquals(calls, 2);
  const controller = new AbortController();
  const hanging = signerOf(() => new Promise(() => {}))
    .sign(requestOf("k"), controller.signal);
  controller.abort("enough");
  assertEquals(await hanging.catch((reason) => reason), "enough");
});

Deno.test("CredentialsSigner asks again for what replaced expired credentials", async () => {
  let calls = 0;
  const signer = signerOf(() =>
    ++calls === 1 ? { ...KEYS, expiration: new Date(0) } : KEYS
  );
  const { corrects } = await signer.sign(requestOf("k"), signal);
  assertEquals(calls, 2);
  const refusal = {
    status: 403,
    code: "InvalidToken",
    message: "",
    serverTime: undefined,
  };
  assertEquals(corrects(refusal), true);
  await signer.sign(requestOf("k"), signal);
  assertEquals(calls, 3);
});

Deno.test("CredentialsSigner forgets credentials that failed after others had expired", async () => {
  let calls = 0;
  const signer = signerOf(() => {
    calls++;
    if (calls === 2) throw new Error("busy");
    return calls === 1 ? { ...KEYS, expiration: new Date(0) } : KEYS;
  });
  await assertRejects(() => signer.sign(requestOf("k"), signal), UploadError);
  await signer.sign(requestOf("k"), signal);
  assertEquals(calls, 3);
});

Deno.test("CredentialsSigner does not wait again for a function that an upload gave up", async () => {
  const controller = new AbortController();
  let calls = 0;
  const signer = signerOf(() =>
    ++calls === 1 ? new Promise<never>(() => {}) : KEYS
  );
  const hanging = signer.sign(requestOf("k"), controller.signal);
  controller.abort("enough");
  assertEquals(await hanging.catch((reason) => reason), "enough");
  await signer.sign(requestOf("k"), signal);
  assertEquals(calls, 2);
});

Deno.test("CredentialsSigner refuses a URL without a key, which may create a bucket", async () => {
  const error = await assertRejects(
    () => signerOf(KEYS).sign(requestOf("", { method: "PUT" }), signal),
    UploadError,
  );
  assertEquals(error.code, "invalid-options");
});

Deno.test("CredentialsSigner refuses headers that are not signed as they are sent", async () => {
  const signer = signerOf(KEYS);
  for (const value of ["é", "a\tb"]) {
    const headers = { "x-amz-meta-by": value };
    const error = await assertRejects(
      () => signer.sign(requestOf("key", { headers }), signal),
      UploadError,
      'the value of the header "x-amz-meta-by"',
    );
    assertEquals(error.code, "invalid-options");
  }
  const headers = { "user-agent": "é", "x-amz-meta-by": "a ~ b" };
  await signer.sign(requestOf("key", { headers }), signal);
});
