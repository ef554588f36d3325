/**
 * Lets a Worker in workerd upload for two requests at once, to a server that never answers. The
 * first request ends when both uploads are on their way, the second does not. Prints what both
 * answer: `two_requests.mjs SCRIPT`. Lies beside its packages.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import process from "node:process";

const { Miniflare } = await import("miniflare");

/** @type {() => void} */
let onConnection = () => {};
const server = createServer((socket) => {
  socket.on("error", () => {});
  socket.resume();
  onConnection();
});
const connection = () => new Promise((resolve) => onConnection = resolve);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();

const worker = new Miniflare({
  cf: false,
  modules: [{
    type: "ESModule",
    path: "worker.js",
    contents: await readFile(process.argv[2], "utf8"),
  }],
  compatibilityDate: "2026-01-01",
});

/** Sends a request that continues until it is ended. */
function request() {
  const body = new TransformStream();
  const writer = body.writable.getWriter();
  // Without a first chunk nothing of it is sent.
  writer.write(new Uint8Array(1));
  const response = worker.dispatchFetch(
    `http://worker/?to=http://127.0.0.1:${port}/`,
    { method: "POST", body: body.readable, duplex: "half" },
  );
  const text = response.then((response) => response.text());
  return { text, end: () => writer.close() };
}

const firstArrived = connection();
const first = request();
await firstArrived;
const secondArrived = connection();
const second = request();
await secondArrived;
first.end();
console.log(JSON.stringify([await first.text, await second.text]));
process.exit();
