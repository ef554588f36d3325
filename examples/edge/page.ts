/**
 * Serves the page from the folder of this module. Its script is made once:
 *
 *     deno bundle --platform=browser --minify --output=examples/edge/upload.js examples/edge/upload.ts
 *
 * @module
 */

import { readFile } from "node:fs/promises";

const FILES = new Map([
  ["/", ["page.html", "text/html; charset=utf-8"]],
  ["/upload.js", ["upload.js", "text/javascript"]],
]);

/** Responds with a file of the page, or `undefined` if the request is for something else. */
export async function servePage(
  { method, url }: Request,
): Promise<Response | undefined> {
  const [name, type = ""] = FILES.get(new URL(url).pathname) ?? [];
  if (name === undefined || method !== "GET") return undefined;
  const bytes = await readFile(new URL(name, import.meta.url));
  return new Response(new Uint8Array(bytes), {
    headers: { "content-type": type },
  });
}
