/**
 * Puts a file to a presigned URL of S3, R2 or the like. These refuse a body without a
 * Content-Length, which a streamed upload with progress has nowhere else.
 *
 *     deno run --allow-net --allow-read examples/presigned_put.ts PRESIGNED_URL FILE
 *
 * @module
 */

import { CurrentDirectory, upload } from "jsr:@network/upload";

const [presignedUrl = "", file = ""] = Deno.args;

// The type must be the one that was signed, if one was.
const type = "application/octet-stream";
const running = upload(presignedUrl, "PUT", file, CurrentDirectory, type);
const ended = await running.ended;

if (ended.isError) {
  console.error(`not uploaded (${ended.error.code}): ${ended.response}`);
  Deno.exitCode = 1;
} else if (!ended.ok) {
  console.error(`refused with ${ended.status}: ${ended.response}`);
  Deno.exitCode = 1;
} else {
  console.log("stored, ETag", ended.responseHeaders.get("etag"));
}
