/**
 * Hands out presigned URLs, so that a page uploads to S3 or R2 in parallel parts,
 * past this server, and never sees the key that signs.
 *
 * | request | response |
 * | --- | --- |
 * | `POST /uploads` with `{ name }` | the URL of a new object, and the size of its parts |
 * | `POST /sign` with a request to S3 | its presigned URL |
 *
 * It signs only what an upload below the user's own prefix needs: see `policy.ts`.
 *
 * The bucket has to allow the origin of the page, the methods `PUT`, `POST`, `GET`,
 * `HEAD` and `DELETE`, and the header `content-type`, and may expose `ETag` (CORS).
 * A page that is closed removes nothing, so give the bucket a rule that aborts
 * incomplete uploads after some days.
 *
 * @module
 */

import { AwsV4Signer } from "npm:aws4fetch@^1.0.20";
import { authenticate } from "./authenticate.ts";
import {
  PART_SIZE,
  refusalOf,
  signedHeaders,
  type SigningRequest,
} from "./policy.ts";

/** The bucket, the key that signs, and who may upload. */
export interface Settings {
  /** The URL of the bucket, with a slash at its end. */
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** The password of the page. */
  readonly password: string;
}

/** How long a URL can be used, in seconds: a part that starts later needs a new one. */
const EXPIRES = 300;
/** The most characters of a filename that a key has. */
const MAX_NAME = 80;

/** Handles a request. */
export async function handle(
  request: Request,
  settings: Settings,
): Promise<Response> {
  const user = await authenticate(request, settings.password);
  if (user === undefined) {
    const headers = { "www-authenticate": "Basic" };
    return new Response("not authorized", { status: 401, headers });
  }
  const answer = ROUTES.get(new URL(request.url).pathname);
  if (answer === undefined) return new Response("not found", { status: 404 });
  if (request.method !== "POST") {
    return new Response("method not allowed", {
      status: 405,
      headers: { allow: "POST" },
    });
  }
  const prefix = new URL(
    `uploads/${encodeURIComponent(user)}/`,
    settings.bucket,
  );
  try {
    return await answer(await request.json(), prefix, settings);
  } catch {
    return new Response("malformed request", { status: 400 });
  }
}

type Answer = (
  given: unknown,
  prefix: URL,
  settings: Settings,
) => Response | Promise<Response>;

const ROUTES = new Map<string, Answer>([
  ["/uploads", create],
  ["/sign", sign],
]);

/** Chooses the key, so that no upload replaces another. */
function create(given: unknown, prefix: URL): Response {
  const name = isRecord(given) && typeof given.name === "string"
    ? given.name.slice(0, MAX_NAME).toWellFormed()
    : "file";
  const key = `${crypto.randomUUID()}-${encodeURIComponent(name)}`;
  return Response.json({ url: `${prefix}${key}`, partSize: PART_SIZE });
}

async function sign(
  given: unknown,
  prefix: URL,
  { accessKeyId, secretAccessKey }: Settings,
): Promise<Response> {
  if (!isSigningRequest(given)) throw new TypeError("not a request");
  const refusal = refusalOf(given, prefix);
  if (refusal !== undefined) return new Response(refusal, { status: 403 });
  const url = new URL(given.url);
  url.searchParams.set("X-Amz-Expires", String(EXPIRES));
  const signed = await new AwsV4Signer({
    method: given.method,
    url: url.href,
    headers: signedHeaders(given),
    accessKeyId,
    secretAccessKey,
    service: "s3",
    signQuery: true,
    allHeaders: true,
  }).sign();
  return Response.json({ url: signed.url });
}

function isSigningRequest(given: unknown): given is SigningRequest {
  return isRecord(given) && typeof given.method === "string" &&
    typeof given.url === "string" && typeof given.size === "number" &&
    isRecord(given.headers);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
