/**
 * Calls what a file exports as `run`, in workerd as Cloudflare Workers do, and prints what came of
 * it: `workerd.mjs FILE OPTIONS`. Lies beside its packages.
 */

import { readFile } from "node:fs/promises";
import process from "node:process";

const { Miniflare } = await import("miniflare");
const WORKER = `
import { run } from "./program.js";
export default {
  async fetch(request) {
    return Response.json(await run(await request.json()));
  },
};
`;

const [file = "", options = ""] = process.argv.slice(2);
// Nothing of Node: what runs without it runs with it, too.
const miniflare = new Miniflare({
  compatibilityDate: "2026-01-01",
  modules: [
    { type: "ESModule", path: "worker.js", contents: WORKER },
    {
      type: "ESModule",
      path: "program.js",
      contents: await readFile(file, "utf8"),
    },
  ],
});
const response = await miniflare.dispatchFetch("http://worker/", {
  method: "POST",
  body: options,
});
console.log(await response.text());
await miniflare.dispose();
