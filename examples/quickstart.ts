/**
 * Uploads a file, and prints its progress.
 *
 *     deno run --allow-net --allow-read examples/quickstart.ts URL FILE
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { resolve } from "node:path";

const [url, file] = Deno.args;
if (url === undefined || file === undefined) {
  console.error("usage: quickstart.ts URL FILE");
  Deno.exit(2);
}

const running = upload({
  url,
  method: "POST",
  source: resolve(file),
  progress: true,
});
for await (const event of running) {
  if (event.phase === "progress") {
    console.log(event.bytesTransferred, "of", event.bytesEstimated);
  }
}

const ended = await running;
if (ended.ok) {
  console.log("Upload complete!", ended.status, ended.response);
} else if (ended.isError) {
  console.error("Upload failed:", ended.response);
  Deno.exitCode = 1;
} else {
  console.error("The server refused:", ended.status, ended.response);
  Deno.exitCode = 1;
}
