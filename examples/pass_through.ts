/**
 * An edge function: passes the body of a request on to a storage, with the length that the
 * client gave, and never holds more of it than a few chunks. When the client goes away, so
 * does the upload.
 *
 *     STORAGE_URL=https://storage.example/bucket/ deno run --allow-net --allow-env=STORAGE_URL,PORT examples/pass_through.ts
 *
 * @module
 */

import { upload } from "jsr:@network/upload";

const storage = Deno.env.get("STORAGE_URL") ?? "";
const port = Number(Deno.env.get("PORT") ?? 8000);

const onListen = ({ port }: { port: number }) => console.log("port", port);

Deno.serve({ hostname: "127.0.0.1", port, onListen }, async (request) => {
  const { pathname } = new URL(request.url);
  const length = request.headers.get("content-length");
  if (request.method !== "PUT") return new Response(null, { status: 405 });

  const ended = await upload({
    url: new URL(`.${pathname}`, storage),
    method: "PUT",
    source: request.body ?? new Uint8Array(),
    contentType: request.headers.get("content-type") ??
      "application/octet-stream",
    signal: request.signal,
    ...(request.body && length ? { size: Number(length) } : {}),
  }).ended;

  return ended.isError
    ? new Response(ended.error.code, { status: 502 })
    : new Response(ended.response, { status: ended.status });
});
