/**
 * The edge function for Cloudflare Workers, for an R2 bucket. `page.html`, as
 * `public/index.html`, and the bundle of `upload.ts`, as `public/upload.js`, are
 * static assets.
 *
 *     deno bundle --platform=browser --output=worker.js examples/presigned/cloudflare_worker.ts
 *     npx wrangler deploy
 *
 * with the secrets `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` (an R2 token) and
 * `UPLOAD_PASSWORD`, and a `wrangler.json` of
 *
 *     {
 *       "name": "presigned",
 *       "main": "worker.js",
 *       "compatibility_date": "2026-01-01",
 *       "assets": { "directory": "public" },
 *       "vars": { "BUCKET_URL": "https://ACCOUNT.r2.cloudflarestorage.com/BUCKET/" }
 *     }
 *
 * @module
 */

import { handle } from "./handler.ts";

interface Env {
  readonly BUCKET_URL: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly UPLOAD_PASSWORD: string;
}

export default {
  fetch(request: Request, env: Env): Promise<Response> {
    return handle(request, {
      bucket: env.BUCKET_URL,
      accessKeyId: env.AWS_ACCESS_KEY_ID,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY,
      password: env.UPLOAD_PASSWORD,
    });
  },
};
