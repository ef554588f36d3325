/**
 * Runs a Worker in workerd until it is ended: `edge_worker.mjs SCRIPT PORT OPTIONS`. The options
 * are JSON, such as its bindings.
 * Lies beside its packages.
 */

import { readFile } from "node:fs/promises";
import process from "node:process";

const { Miniflare } = await import("miniflare");

const [script, port, options] = process.argv.slice(2);
const worker = new Miniflare({
  host: "127.0.0.1",
  port: Number(port),
  // Else it asks Cloudflare where it is.
  cf: false,
  modules: [{
    type: "ESModule",
    path: "worker.js",
    contents: await readFile(script, "utf8"),
  }],
  compatibilityDate: "2026-01-01",
  compatibilityFlags: ["enable_request_signal"],
  ...JSON.parse(options),
});
process.once("SIGTERM", () => worker.dispose());
await worker.ready;
