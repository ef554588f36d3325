/**
 * Runs a Worker in workerd until it is ended, with variables in JSON:
 * `edge_worker.mjs SCRIPT PORT VARIABLES`. Lies beside its packages.
 */

import { readFile } from "node:fs/promises";
import process from "node:process";

const { Miniflare } = await import("miniflare");

const [script, port, variables] = process.argv.slice(2);
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
  durableObjects: { UPLOADS: "UploadObject" },
  bindings: JSON.parse(variables),
});
process.once("SIGTERM", () => worker.dispose());
await worker.ready;
