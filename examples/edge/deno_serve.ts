/**
 * The edge function for Deno Deploy and everything else that runs `Deno.serve`.
 * Make the script of the page first: see `page.ts`.
 *
 *     STORAGE_URL=https://storage.example/folder/ deno run --allow-net --allow-env --allow-read=examples/edge examples/edge/deno_serve.ts
 *
 * For S3 or R2, `STORAGE_URL` is the URL of the bucket, and `AWS_ACCESS_KEY_ID` and
 * `AWS_SECRET_ACCESS_KEY` are set too. Deno may warn that `request.signal` aborts
 * after a response: by then the upload has ended.
 *
 * Two isolates may serve the upload and its progress. A BroadcastChannel connects
 * those of one process. If it does not connect them, the file still arrives.
 *
 * @module
 */

import { destinationFrom } from "./destination.ts";
import { handle } from "./handler.ts";
import { servePage } from "./page.ts";

const destination = destinationFrom(Deno.env.toObject());

Deno.serve(async (request) =>
  await servePage(request) ?? await handle(request, destination)
);
