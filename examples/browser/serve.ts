/**
 * Serves the page, and a tus server to try it with. To see what the page does if
 * the connection is lost, set it offline in the developer tools of the browser.
 *
 *     deno task demo:browser
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import css from "./page.css" with { type: "text" };
import html from "./page.html" with { type: "text" };
import { tusHandler } from "./tus_handler.ts";

const { outputFiles = [] } = await Deno.bundle({
  entrypoints: [fileURLToPath(new URL("page.js", import.meta.url))],
  platform: "browser",
  write: false,
});
const [bundle] = outputFiles;
if (bundle === undefined) throw new Error("Cannot bundle page.js");

const files: Record<string, readonly [type: string, text: string]> = {
  "/": ["text/html; charset=utf-8", html],
  "/page.css": ["text/css", css],
  "/page.js": ["text/javascript", bundle.text()],
};
const handleTus = tusHandler("/files/");

const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen() {} },
  (request) => {
    const file = files[new URL(request.url).pathname];
    if (file === undefined) return handleTus(request);
    const [type, text] = file;
    return new Response(text, { headers: { "content-type": type } });
  },
);
console.log(`open http://127.0.0.1:${server.addr.port}/`);
