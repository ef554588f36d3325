/**
 * Uploads a file to a tus server. If it is interrupted, by Ctrl-C, a crash or a
 * lost connection, run it again: it continues where it stopped. FOLDER keeps the
 * URLs of unfinished uploads.
 *
 *     deno run --allow-net --allow-read --allow-write examples/resume.ts URL FILE FOLDER
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { FileStore, tus } from "jsr:@network/upload/resumable";
import { resolve } from "node:path";

const [url, file, folder] = Deno.args;
if (url === undefined || file === undefined || folder === undefined) {
  console.error("usage: resume.ts URL FILE FOLDER");
  Deno.exit(2);
}

const running = upload({
  url,
  source: resolve(file),
  protocol: tus({ store: new FileStore(folder) }),
  progress: true,
});

for await (const event of running) {
  if (event.phase === "progress") {
    console.log(`${event.bytesStored} of ${event.bytesEstimated} bytes stored`);
  } else if (event.phase === "retrying") {
    console.log(`trying again in ${event.delay} ms`);
  }
}

const ended = await running;
if (ended.ok) {
  console.log("uploaded");
} else {
  console.error(
    `interrupted: ${ended.isError ? ended.response : ended.status}`,
  );
  console.error("run the same command again to go on");
  Deno.exitCode = 1;
}
