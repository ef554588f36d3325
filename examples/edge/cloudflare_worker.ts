/**
 * The edge function for Cloudflare Workers. The upload and its progress are two
 * requests, which may reach two isolates, so a Durable Object named by the id of
 * the upload serves both. `page.html`, as `public/index.html`, and the script of
 * `page.ts`, as `public/upload.js`, are static assets.
 *
 *     deno bundle --platform=browser --output=worker.js examples/edge/cloudflare_worker.ts
 *     npx wrangler deploy
 *
 * with a `wrangler.json` of
 *
 *     {
 *       "name": "upload",
 *       "main": "worker.js",
 *       "compatibility_date": "2026-01-01",
 *       "compatibility_flags": ["enable_request_signal"],
 *       "assets": { "directory": "public" },
 *       "vars": { "STORAGE_URL": "https://storage.example/folder/" },
 *       "durable_objects": { "bindings": [{ "name": "UPLOADS", "class_name": "UploadObject" }] },
 *       "migrations": [{ "tag": "v1", "new_sqlite_classes": ["UploadObject"] }]
 *     }
 *
 * For S3 or R2, `STORAGE_URL` is the URL of the bucket, and `AWS_ACCESS_KEY_ID` and
 * `AWS_SECRET_ACCESS_KEY` are secrets. Cloudflare accepts bodies of up to 100 MB in
 * its smaller plans.
 *
 * @module
 */

import { destinationFrom, type Variables } from "./destination.ts";
import { handle, uploadIdOf } from "./handler.ts";
import type { OpenChannel } from "./progress.ts";

interface Env extends Variables {
  readonly UPLOADS: {
    idFromName(name: string): object;
    get(id: object): { fetch(request: Request): Promise<Response> };
  };
}

/** Serves the requests of one upload. */
export class UploadObject {
  readonly #env: Env;
  readonly #listeners = new Set<(message: unknown) => void>();

  constructor(_state: unknown, env: Env) {
    this.#env = env;
  }

  fetch(request: Request): Promise<Response> {
    return handle(request, destinationFrom(this.#env), this.#open);
  }

  /** Opens a channel within this object: Workers have no BroadcastChannel. */
  readonly #open: OpenChannel = (_id, onMessage) => {
    const listeners = this.#listeners.add(onMessage);
    return {
      post(message) {
        for (const listener of listeners) {
          if (listener !== onMessage) listener(message);
        }
      },
      close: () => listeners.delete(onMessage),
    };
  };
}

export default {
  async fetch(
    request: Request,
    env: Env,
    context: { waitUntil(promise: Promise<unknown>): void },
  ): Promise<Response> {
    const id = uploadIdOf(request);
    if (id !== undefined) {
      return await env.UPLOADS.get(env.UPLOADS.idFromName(id)).fetch(request);
    }
    const response = handle(request, destinationFrom(env));
    // If the client disconnects, what is left of its upload is removed.
    context.waitUntil(response);
    return await response;
  },
};
