/**
 * Uploads a file to S3, R2 or another server with their API, in parallel parts.
 * If it is interrupted, run it again: it continues with the parts that are stored.
 * FOLDER keeps the ids of unfinished uploads.
 *
 *     deno run --allow-net --allow-read --allow-write --allow-env examples/s3.ts URL FILE FOLDER
 *
 * URL is that of the object, such as `https://BUCKET.s3.REGION.amazonaws.com/KEY`
 * or `https://ACCOUNT.r2.cloudflarestorage.com/BUCKET/KEY`. The key that signs is
 * in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if it is a temporary one,
 * AWS_SESSION_TOKEN. A server whose host name does not show its region may need
 * AWS_REGION.
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { FileStore } from "jsr:@network/upload/resumable";
import { s3 } from "jsr:@network/upload/s3";
import { resolve } from "node:path";

const [url, file, folder] = Deno.args;
if (url === undefined || file === undefined || folder === undefined) {
  console.error("usage: s3.ts URL FILE FOLDER");
  Deno.exit(2);
}
const accessKeyId = Deno.env.get("AWS_ACCESS_KEY_ID");
const secretAccessKey = Deno.env.get("AWS_SECRET_ACCESS_KEY");
if (!accessKeyId || !secretAccessKey) {
  console.error("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  Deno.exit(2);
}

const running = upload({
  url,
  source: resolve(file),
  protocol: s3({
    credentials: {
      accessKeyId,
      secretAccessKey,
      sessionToken: Deno.env.get("AWS_SESSION_TOKEN"),
    },
    region: Deno.env.get("AWS_REGION"),
    store: new FileStore(folder),
  }),
  progress: true,
});

for await (const event of running) {
  if (event.phase === "progress") {
    console.log(`${event.bytesStored} of ${event.bytesEstimated} bytes stored`);
  } else if (event.phase === "retrying") {
    console.log(`trying again in ${event.delay} ms`);
  }
}

try {
  await running.orThrow();
  console.log("stored");
} catch (error) {
  // Its message has the code and the message of S3.
  console.error(error instanceof Error ? error.message : error);
  console.error("run the same command again to go on");
  Deno.exitCode = 1;
}
