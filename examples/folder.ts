/**
 * Uploads a folder with all files below it, four at a time, to a URL that ends
 * in a slash. Symbolic links are not followed, and empty folders are left out.
 *
 *     deno run --allow-net --allow-read examples/folder.ts URL FOLDER
 *
 * @module
 */

import {
  uploadAll,
  type UploadOptions,
  type UploadTotals,
} from "jsr:@network/upload";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [url, folder] = Deno.args;
if (!url?.endsWith("/") || folder === undefined) {
  console.error("usage: folder.ts URL/ FOLDER");
  Deno.exit(2);
}

/**
 * Names one file after the other, each when there is a place for it, so the
 * folder may have any number of them.
 */
async function* uploadsOf(
  folder: string,
  url: string,
): AsyncGenerator<UploadOptions> {
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    const path = resolve(folder, name);
    // A name may have characters that mean something else in a URL.
    const target = url + encodeURIComponent(name);
    if (isDirectory) yield* uploadsOf(path, `${target}/`);
    if (!isFile) continue;
    yield {
      url: target,
      method: "PUT",
      // Unlike a path, a URL may have any character, even a line break.
      source: pathToFileURL(path),
      progress: true,
    };
  }
}

function textOf({ ended, files, failed, ...totals }: UploadTotals): string {
  const { bytesTransferred, bytesPerSecond } = totals;
  // Files are counted as the folder is read.
  const counts = `${ended - failed} of ${files < 0 ? "?" : files} files`;
  const rate = bytesPerSecond < 0
    ? ""
    : `, ${(bytesPerSecond / 1e6).toFixed(1)} MB/s`;
  return `${counts}, ${bytesTransferred} bytes${rate}`;
}

const running = uploadAll(uploadsOf(folder, url), { parallel: 4 });
let shown = performance.now();
for await (const event of running) {
  if (event.phase === "ended") {
    console.log(event.isError ? event.response : event.status, event.url);
  } else if (performance.now() - shown >= 1000) {
    console.log(textOf(event.totals));
    shown = performance.now();
  }
}
const totals = await running;
console.log(textOf(totals));
if (totals.failed > 0) Deno.exitCode = 1;
