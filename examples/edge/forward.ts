/**
 * Forwards the body of a request while it arrives.
 *
 * @module
 */

import {
  type Upload,
  upload,
  type UploadError,
  type UploadEvent,
} from "jsr:@network/upload";
import type { Destination } from "./destination.ts";
import type { Progress, Report } from "./progress.ts";

/**
 * Uploads the body of a request with the type, the encoding and the length that
 * its headers state. If the client disconnects, the upload is cancelled, and
 * nothing is left of it. Deno does not notice that once the whole body has arrived,
 * so then the file is stored.
 *
 * @param report Receives the progress, and is closed at the end.
 * @returns A response with the status of the storage; 502 if there is none.
 */
export async function forward(
  request: Request,
  target: ReturnType<Destination>,
  report: Report | undefined,
): Promise<Response> {
  let running: Upload;
  try {
    running = upload({
      ...target,
      source: request,
      headers: {
        "content-encoding": request.headers.get("content-encoding") ??
          undefined,
      },
      progress: report !== undefined,
      signal: request.signal,
    });
  } catch {
    report?.close();
    return new Response("invalid headers", { status: 400 });
  }
  for await (const event of running) report?.post(toProgress(event));
  report?.close();
  return await respond(running);
}

function toProgress(event: UploadEvent): Progress {
  const { bytesTransferred, bytesEstimated } = event;
  if (event.phase !== "ended") return { bytesTransferred, bytesEstimated };
  const outcome = event.isError ? event.error.code : event.status;
  return { bytesTransferred, bytesEstimated, outcome };
}

async function respond(running: Upload): Promise<Response> {
  const ended = await running;
  if (ended.ok) return new Response(null, { status: ended.status });
  // Its message has no secrets. The response of the storage may: that of S3 holds the key id.
  running.orThrow().catch(({ message, hint }: UploadError) =>
    console.error(message, hint)
  );
  if (ended.isError) {
    const { code } = ended.error;
    return new Response(`the file is not stored: ${code}`, { status: 502 });
  }
  const { status, responseHeaders } = ended;
  const retryAfter = responseHeaders["retry-after"];
  return new Response(status === 304 ? null : "the file is not stored", {
    status,
    headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  });
}
