/**
 * The edge function for Deno Deploy and everything else that runs `Deno.serve`.
 *
 *     STORAGE_URL=https://storage.example/bucket/ deno run --allow-net --allow-env=STORAGE_URL examples/edge/deno_serve.ts
 *
 * Two isolates may serve the upload and its progress. A BroadcastChannel connects
 * those of one process. If it does not connect them, the file still arrives, and
 * the bar only moves at the end.
 *
 * @module
 */

import { handle } from "./handler.ts";

const storage = Deno.env.get("STORAGE_URL");
if (storage === undefined) {
  throw new Error(
    "STORAGE_URL is not set: it is the URL of the bucket, with a slash at its end",
  );
}

Deno.serve((request) => handle(request, storage));
