/**
 * The edge function for `deno serve`, Bun and others that run an object with a
 * `fetch` method. Make the script of the page first: see `page.ts`.
 *
 *     STORAGE_URL=https://storage.example/folder/ deno serve --allow-net --allow-env --allow-read=examples/edge --parallel examples/edge/fetch_handler.ts
 *
 * A runtime without `jsr:` runs a bundle:
 *
 *     deno bundle --platform=browser --output=examples/edge/function.js examples/edge/fetch_handler.ts
 *     STORAGE_URL=https://storage.example/folder/ bun examples/edge/function.js
 *
 * For S3 or R2, `STORAGE_URL` is the URL of the bucket, and `AWS_ACCESS_KEY_ID` and
 * `AWS_SECRET_ACCESS_KEY` are set too. Deno may warn that `request.signal` aborts
 * after a response: by then the upload has ended.
 *
 * @module
 */

import process from "node:process";
import { destinationFrom } from "./destination.ts";
import { handle } from "./handler.ts";
import { servePage } from "./page.ts";

const { STORAGE_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
const destination = destinationFrom({
  STORAGE_URL,
  AWS_ACCESS_KEY_ID,
  AWS_SECRET_ACCESS_KEY,
});

export default {
  fetch: async (request: Request): Promise<Response> =>
    await servePage(request) ?? await handle(request, destination),
  // By default Bun closes connections that are idle for 10 s, and refuses more than 128 MB.
  idleTimeout: 0,
  maxRequestBodySize: Number.MAX_SAFE_INTEGER,
};
