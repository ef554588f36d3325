/**
 * Uploads files to a tus server, and can be stopped at any moment. SIGTERM or
 * Ctrl-C suspends it. What is not done goes on where it stopped when the program
 * is started again, without URL and files. FOLDER keeps what that needs.
 *
 *     deno run --allow-net --allow-read --allow-write examples/pending.ts FOLDER [URL FILE...]
 *
 * @module
 */

import { PendingUploads } from "jsr:@network/upload/pending";
import { FileStore, tus } from "jsr:@network/upload/resumable";
import { resolve } from "node:path";

const [folder, url, ...files] = Deno.args;
if (folder === undefined || (url !== undefined && files.length === 0)) {
  console.error("usage: pending.ts FOLDER [URL FILE...]");
  Deno.exit(2);
}

const suspension = new AbortController();
const suspend = () => suspension.abort("suspended");
const SIGNALS: Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];
for (const signal of SIGNALS) Deno.addSignalListener(signal, suspend);

const store = new FileStore(folder);
const pending = new PendingUploads(store);

// Each upload is saved before it begins, and forgotten when it is done. So
// nothing is lost, even if the program is killed.
if (url !== undefined) {
  for (const file of files) await pending.save({ url, source: resolve(file) });
}

const names = new Map<string, string>();
const events = pending.run({
  signal: suspension.signal,
  prepare(options, id) {
    names.set(id, `${options.source}`);
    // A protocol cannot be saved. The store remembers what the server has.
    return { ...options, protocol: tus({ store }), progress: true };
  },
});
for await (const event of events) {
  const name = names.get(event.id);
  if (event.phase === "progress") {
    console.log(`${name}: ${event.bytesStored} of ${event.bytesEstimated}`);
  } else if (event.phase === "ended") {
    console.log(`${name}: ${event.isError ? event.response : event.status}`);
  }
}
for (const signal of SIGNALS) Deno.removeSignalListener(signal, suspend);

const left = await Array.fromAsync(pending.list());
const failed = left.filter(({ failure }) => failure !== undefined);
console.log(`${left.length} left, of which ${failed.length} failed for good`);
if (left.length > 0 && !suspension.signal.aborted) Deno.exitCode = 1;
