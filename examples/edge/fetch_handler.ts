/**
 * The edge function for `deno serve`, Bun and others that run an object with a
 * `fetch` method.
 *
 *     STORAGE_URL=https://storage.example/bucket/ deno serve --allow-env=STORAGE_URL --allow-net --parallel examples/edge/fetch_handler.ts
 *
 * A runtime without TypeScript or `jsr:` runs the output of `deno bundle`:
 *
 *     deno bundle --output=function.js examples/edge/fetch_handler.ts
 *     STORAGE_URL=https://storage.example/bucket/ bun function.js
 *
 * @module
 */

import process from "node:process";
import { handle } from "./handler.ts";

const storage = process.env.STORAGE_URL;
if (storage === undefined) {
  throw new Error(
    "STORAGE_URL is not set: it is the URL of the bucket, with a slash at its end",
  );
}

export default {
  fetch: (request: Request): Promise<Response> => handle(request, storage),
  // By default Bun closes connections that are idle for 10 s, and refuses more than 128 MB.
  idleTimeout: 0,
  maxRequestBodySize: Number.MAX_SAFE_INTEGER,
};
