/**
 * Uploads all files in a directory, four at a time, to a URL that ends in a
 * slash.
 *
 *     deno run --allow-net --allow-read examples/many_uploads.ts URL DIRECTORY
 *
 * @module
 */

import { upload } from "jsr:@network/upload";

const AT_ONCE = 4;
const [url = "", directory = ""] = Deno.args;
const base = await Deno.realPath(directory);

/** Uploads one file after the other. All workers share one iterator. */
async function work(entries: AsyncIterable<Deno.DirEntry>): Promise<void> {
  for await (const { isFile, name } of entries) {
    if (!isFile) continue;
    const target = new URL(encodeURIComponent(name), url);
    const ended = await upload({
      url: target,
      method: "PUT",
      source: `${base}/${name}`,
    });
    console.log(name, ended.isError ? ended.response : ended.status);
    if (!ended.ok) Deno.exitCode = 1;
  }
}

const entries = (async function* () {
  yield* Deno.readDir(base);
})();
await Promise.all(Array.from({ length: AT_ONCE }, () => work(entries)));
