/**
 * Uploads all files in a directory, four at a time, to a URL that ends in a
 * slash.
 *
 *     deno run --allow-net --allow-read examples/many_uploads.ts URL DIRECTORY
 *
 * @module
 */

import { upload } from "jsr:@network/upload";
import { resolve } from "node:path";

const AT_ONCE = 4;
const [url, directory] = Deno.args;
if (!url?.endsWith("/") || directory === undefined) {
  console.error("usage: many_uploads.ts URL/ DIRECTORY");
  Deno.exit(2);
}

// All workers share one iterator.
const names = Deno.readDirSync(directory)
  .filter(({ isFile }) => isFile)
  .map(({ name }) => name);

const uploadNext = async () => {
  for (const name of names) {
    const ended = await upload({
      url: new URL(encodeURIComponent(name), url),
      method: "PUT",
      source: resolve(directory, name),
    });
    console.log(name, ended.isError ? ended.response : ended.status);
    if (!ended.ok) Deno.exitCode = 1;
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, uploadNext));
