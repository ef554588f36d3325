/**
 * Uploads a file from the documents directory.
 *
 *     deno run --allow-net --allow-read --allow-env examples/quickstart.ts URL FILENAME
 *
 * @module
 */

import { DocumentsDirectory, upload } from "jsr:@network/upload";

const [url = "", filename = ""] = Deno.args;

const running = upload({
  url,
  method: "POST",
  source: filename,
  baseDirectory: DocumentsDirectory,
  contentType: "application/json",
  progress: true,
});
for await (const event of running) {
  if (event.isError) {
    console.error("Network error:", event.response);
    Deno.exitCode = 1;
  } else if (event.phase === "progress") {
    console.log(event.bytesTransferred, "of", event.bytesEstimated);
  } else if (event.phase === "ended") {
    console.log("Upload complete!", event.status, event.response);
  }
}
