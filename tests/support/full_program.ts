/**
 * Opens files until no more can be, then uploads the file of its second argument and bytes to the
 * URL of its first, and prints what comes of both.
 *
 * @module
 */

import { upload } from "@network/upload";

const [url = "", path = ""] = Deno.args;
const contentType = "application/octet-stream";
// The code for files is loaded by then, as in a program that has run for a while.
await upload({ url, source: `${path}.missing`, contentType });
const open: Deno.FsFile[] = [];
try {
  while (true) open.push(Deno.openSync(path));
} catch {
  // There is no descriptor left.
}
const sources = [path, new Uint8Array(5)];
const ended = await Promise.all(
  sources.map((source) => upload({ url, source, contentType }).ended),
);
for (const file of open) file.close();
console.log(JSON.stringify(ended.map(({ error }) => error)));
