/**
 * The edge function for Deno Deploy, and for all else that runs `Deno.serve`.
 *
 *     STORAGE_URL=https://storage.example/bucket/ deno run --allow-net --allow-env=STORAGE_URL examples/edge/deno_serve.ts
 *
 * The upload and its progress may be answered by two isolates: a BroadcastChannel connects those
 * of one process. Where it does not reach from one to the other, the file arrives all the same,
 * and the bar stays where it is until then.
 *
 * @module
 */

import { handle } from "./handler.ts";

const storage = Deno.env.get("STORAGE_URL");
if (storage === undefined) {
  throw new Error(
    "STORAGE_URL is missing: set it to where files go, with a slash at its end",
  );
}

Deno.serve((request) => handle(request, storage));
