/**
 * Uploads a file to a presigned URL of S3, R2 or a similar service. These refuse
 * a body without a Content-Length, which streams sent by `fetch` lack.
 *
 *     deno run --allow-net --allow-read examples/presigned_put.ts PRESIGNED_URL FILE
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { resolve } from "node:path";

const [presignedUrl, file] = Deno.args;
if (presignedUrl === undefined || file === undefined) {
  console.error("usage: presigned_put.ts PRESIGNED_URL FILE");
  Deno.exit(2);
}

// It must be the type that was signed. If none was signed, pass null.
const contentType = "application/octet-stream";
const ended = await upload({
  url: presignedUrl,
  method: "PUT",
  source: resolve(file),
  contentType,
});

if (ended.isError) {
  console.error(`not uploaded (${ended.error.code}): ${ended.response}`);
  Deno.exitCode = 1;
} else if (!ended.ok) {
  console.error(`refused with ${ended.status}: ${ended.response}`);
  Deno.exitCode = 1;
} else {
  console.log("stored, ETag", ended.responseHeaders.etag ?? "unknown");
}
