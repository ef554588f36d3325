/**
 * Forwards the uploads of a page to a storage, and reports how far they are. It
 * holds only a few chunks of a file in memory, or a few parts for S3.
 *
 * | request | response |
 * | --- | --- |
 * | `PUT /files/NAME?upload=ID` | the status of the storage, once it has stored the file |
 * | `GET /progress/ID` | the progress of that upload, as server-sent events |
 *
 * The page knows how much it has sent. How much of that is forwarded takes a second
 * request, because a browser reads no response before it has sent the whole body.
 * Another page may watch too.
 *
 * Anyone may upload here: add authentication first.
 *
 * @module
 */

import type { Destination } from "./destination.ts";
import { forward } from "./forward.ts";
import { broadcast, type OpenChannel, openReport, watch } from "./progress.ts";

/**
 * Handles a request.
 *
 * @param open Opens a channel between the upload and the requests for its progress.
 */
export async function handle(
  request: Request,
  destination: Destination,
  open: OpenChannel = broadcast,
): Promise<Response> {
  const [, place, encodedName = ""] = split(request);
  if (place === undefined) return text(404, "not found");
  const method = place === "files" ? "PUT" : "GET";
  if (request.method !== method) {
    return text(405, "method not allowed", { allow: method });
  }
  const id = uploadIdOf(request);
  if (place === "progress") {
    return id === undefined ? text(404, "not found") : watch(open, id);
  }
  const name = decode(encodedName);
  if (name === undefined) return text(400, "invalid filename");
  const report = id === undefined ? undefined : openReport(open, id);
  return await forward(request, destination(name), report);
}

/** Returns the id of the upload in a request, or `undefined` if there is no valid one. */
export function uploadIdOf(request: Request): string | undefined {
  const [, place, rest = ""] = split(request);
  const { searchParams } = new URL(request.url);
  const id = place === "progress" ? rest : searchParams.get("upload") ?? "";
  return /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

function split({ url }: Request): string[] {
  return /^\/(files|progress)\/([^/]+)$/.exec(new URL(url).pathname) ?? [];
}

/** Decodes a filename; `undefined` if it could lead out of the folder in a storage that decodes it. */
function decode(encodedName: string): string | undefined {
  try {
    const name = decodeURIComponent(encodedName);
    // deno-lint-ignore no-control-regex
    return /^\.{1,2}$|[/\\\x00-\x1f\x7f]/.test(name) ? undefined : name;
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
