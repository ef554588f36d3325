/**
 * The edge function for Cloudflare Workers. The upload and its progress are two
 * requests, which may reach two isolates, so a Durable Object named by the id of
 * the upload serves both.
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
 *       "vars": { "STORAGE_URL": "https://storage.example/bucket/" },
 *       "durable_objects": { "bindings": [{ "name": "UPLOADS", "class_name": "UploadObject" }] },
 *       "migrations": [{ "tag": "v1", "new_sqlite_classes": ["UploadObject"] }]
 *     }
 *
 * Cloudflare accepts bodies of up to 100 MB in its smaller plans.
 *
 * @module
 */

import { handle, uploadIdOf } from "./handler.ts";
import type { OpenChannel } from "./progress.ts";

interface Env {
  readonly STORAGE_URL: string;
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
    return handle(request, this.#env.STORAGE_URL, this.#open);
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
  fetch(request: Request, env: Env): Promise<Response> {
    const id = uploadIdOf(request);
    if (id === undefined) return handle(request, env.STORAGE_URL);
    return env.UPLOADS.get(env.UPLOADS.idFromName(id)).fetch(request);
  },
};
