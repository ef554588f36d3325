/**
 * The edge function for Deno Deploy and everything else that runs `Deno.serve`,
 * with its page. Bundle `upload.ts` first, then:
 *
 *     BUCKET_URL=https://BUCKET.s3.REGION.amazonaws.com/ AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… UPLOAD_PASSWORD=… \
 *       deno run --allow-net --allow-read=examples/presigned --allow-env examples/presigned/deno_serve.ts
 *
 * @module
 */

import { handle } from "./handler.ts";

function variable(name: string): string {
  const value = Deno.env.get(name);
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const settings = {
  bucket: variable("BUCKET_URL"),
  accessKeyId: variable("AWS_ACCESS_KEY_ID"),
  secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"),
  password: variable("UPLOAD_PASSWORD"),
};

const FILES = new Map([
  ["/", ["page.html", "text/html; charset=utf-8"]],
  ["/upload.js", ["upload.js", "text/javascript"]],
]);

Deno.serve(async (request) => {
  const file = FILES.get(new URL(request.url).pathname);
  if (file === undefined) return await handle(request, settings);
  const [name = "", type = ""] = file;
  const bytes = await Deno.readFile(new URL(name, import.meta.url));
  return new Response(bytes, { headers: { "content-type": type } });
});
