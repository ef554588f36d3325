/**
 * Uploads the file of its second argument to the URL of its first in the ways of a caller who
 * does not look. Then it has nothing left to do, and ends.
 *
 * @module
 */

import { upload } from "@network/upload";

const [url = "", path = ""] = Deno.args;
const start = () => upload(url, "PUT", { progress: true }, path);

start();
start()[Symbol.asyncIterator]();
start().cancel();
for await (const _event of start()) break;
try {
  for await (const { phase } of start()) throw new Error(phase);
} catch {
  // It threw so itself.
}
{
  await using _running = start();
}
