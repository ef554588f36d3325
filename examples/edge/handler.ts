/**
 * Streams a browser's upload to object storage, with the length that the browser
 * stated, and reports the progress. It holds only a few chunks in memory. If the
 * browser disconnects, the upload is cancelled. The edge functions beside this
 * file use it.
 *
 * | request | response |
 * | --- | --- |
 * | `GET /` | the page |
 * | `PUT /files/NAME?upload=ID` | the status of the storage, once it has stored the file |
 * | `GET /progress/ID` | the progress of that upload, as server-sent events |
 *
 * A browser reads no response before it has sent the whole body, so the progress
 * is a separate request. Anyone may upload here: add authentication first.
 *
 * @module
 */

import { type Upload, upload, type UploadEvent } from "jsr:@network/upload";
import page from "./page.html" with { type: "text" };
import {
  broadcast,
  type OpenChannel,
  openReport,
  type Progress,
  watch,
} from "./progress.ts";

/**
 * Handles a request.
 *
 * @param storage The URL of a bucket. A user, a password or a query in it is kept.
 * @param open Opens a channel between the upload and the requests for its progress.
 */
export async function handle(
  request: Request,
  storage: string,
  open: OpenChannel = broadcast,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const path = PATH.exec(pathname);
  if (path === null) return text(404, "not found");
  const [, place = "page", name = ""] = path;
  const method = place === "files" ? "PUT" : "GET";
  if (request.method !== method) {
    return text(405, "method not allowed", { allow: method });
  }
  const id = uploadIdOf(request);
  if (place === "files") {
    const url = storageUrl(storage, name);
    if (url === undefined) return text(400, "invalid filename");
    return await passOn(request, url, id, open);
  }
  if (place === "page") return text(200, page, { "content-type": HTML });
  if (id === undefined) return text(404, "not found");
  return new Response(watch(open, id), {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
    },
  });
}

/** Returns the id of the upload in a request, or `undefined` if there is no valid one. */
export function uploadIdOf(request: Request): string | undefined {
  const { pathname, searchParams } = new URL(request.url);
  const [, place, rest = ""] = PATH.exec(pathname) ?? [];
  const id = place === "progress" ? rest : searchParams.get("upload") ?? "";
  return /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

const PATH = /^\/(?:(files|progress)\/([^/]+))?$/;
const HTML = "text/html; charset=utf-8";

async function passOn(
  request: Request,
  url: URL,
  id: string | undefined,
  open: OpenChannel,
): Promise<Response> {
  const running = start(request, url);
  if (running === undefined) return text(400, "invalid headers");
  const report = id === undefined ? undefined : openReport(open, id);
  for await (const event of running) report?.post(toProgress(event));
  report?.close();
  const ended = await running;
  // The response of the storage may hold secrets: that of S3 holds the key id.
  return ended.isError
    ? text(502, `the file is not stored: ${ended.error.code}`)
    : new Response(null, { status: ended.status });
}

/** Starts the upload, or returns `undefined` if the type or the length in the headers is invalid. */
function start(request: Request, url: URL): Upload | undefined {
  const { body, headers, signal } = request;
  const length = headers.get("content-length");
  try {
    return upload({
      url,
      method: "PUT",
      source: body ?? new Uint8Array(),
      contentType: headers.get("content-type") ?? "application/octet-stream",
      // Without a length the body is chunked, which S3 refuses.
      size: body && length ? Number(length) : undefined,
      progress: true,
      signal,
    });
  } catch {
    return undefined;
  }
}

function toProgress(event: UploadEvent): Progress {
  const { bytesTransferred, bytesEstimated } = event;
  if (event.phase !== "ended") return { bytesTransferred, bytesEstimated };
  const outcome = event.isError ? event.error.code : event.status;
  return { bytesTransferred, bytesEstimated, outcome };
}

/** Returns the URL of a file, or `undefined` if its name could lead out of the bucket in a storage that decodes it. */
function storageUrl(storage: string, encodedName: string): URL | undefined {
  const name = decode(encodedName);
  // deno-lint-ignore no-control-regex
  if (name === undefined || /^\.{1,2}$|[/\\\x00-\x1f\x7f]/.test(name)) return;
  const url = new URL(storage);
  const bucket = url.pathname.replace(/\/?$/, "/");
  url.pathname = `${bucket}${encodeURIComponent(name)}`;
  return url;
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function text(
  status: number,
  body: string,
  headers: HeadersInit = {},
): Response {
  return new Response(body, { status, headers });
}
