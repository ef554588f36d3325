/**
 * An S3-compatible server on the loopback. Unlike the one that it is made of, it checks
 * presigned puts as S3 does: without a Content-Length 411, and with another signature than that
 * of AWS's own presigner 403.
 *
 *     deno run --allow-net=127.0.0.1 --allow-env --allow-sys --allow-read tests/support/s3/fauxqs_program.ts PORT
 *
 * @module
 */

import { buildApp } from "npm:fauxqs@^2.4.1";
import { BUCKET, presignPut } from "./presign_put.ts";
import { sdkFor } from "./sdk.ts";

const port = Number(Deno.args[0]);
const client = sdkFor({ url: `http://127.0.0.1:${port}` });
const app = buildApp({ logger: false });

// Not `onRequest`: an unread body would block the next request of the connection.
app.addHook("preHandler", async ({ method, url, headers }, reply) => {
  const signed = new URL(url, `http://127.0.0.1:${port}`);
  if (method !== "PUT" || !signed.searchParams.has("X-Amz-Signature")) return;
  const length = headers["content-length"];
  if (length === undefined) {
    return reply.code(411).send("MissingContentLength");
  }
  const expected = await presignPut(
    client,
    signed.pathname.slice(`/${BUCKET}/`.length),
    Number(length),
    dateOf(signed.searchParams.get("X-Amz-Date") ?? ""),
  );
  if (expected !== signed.href) {
    return reply.code(403).send("SignatureDoesNotMatch");
  }
});

await app.inject({ method: "PUT", url: `/${BUCKET}` });
await app.listen({ host: "127.0.0.1", port });

/** `20300102T030405Z` as a date. */
function dateOf(basic: string): Date {
  return new Date(
    basic.replace(/^(....)(..)(..T..)(..)/, "$1-$2-$3:$4:"),
  );
}
