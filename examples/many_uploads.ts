/**
 * Uploads all files in a directory, four at a time, to a URL that ends in a
 * slash.
 *
 *     deno run --allow-net --allow-read examples/many_uploads.ts URL DIRECTORY
 *
 * @module
 */

import { uploadAll, type UploadOptions } from "jsr:@network/upload";
import { resolve } from "node:path";

const [url, directory] = Deno.args;
if (!url?.endsWith("/") || directory === undefined) {
  console.error("usage: many_uploads.ts URL/ DIRECTORY");
  Deno.exit(2);
}

/** The names of the files that were taken, by their index. */
const names: string[] = [];

/** Names one file after the other: none is opened before its turn. */
async function* uploadsOf(directory: string): AsyncGenerator<UploadOptions> {
  for await (const { name, isFile } of Deno.readDir(directory)) {
    if (!isFile) continue;
    names.push(name);
    yield {
      url: new URL(encodeURIComponent(name), url),
      method: "PUT",
      source: resolve(directory, name),
    };
  }
}

const running = uploadAll(uploadsOf(directory), { parallel: 4 });
for await (const event of running) {
  if (event.phase !== "ended") continue;
  const name = names[event.index] ?? directory;
  console.log(name, event.isError ? event.response : event.status);
}
const { ended, failed, bytesTransferred } = await running;
console.log(`${ended - failed} of ${ended} files, ${bytesTransferred} bytes`);
if (failed > 0) Deno.exitCode = 1;
