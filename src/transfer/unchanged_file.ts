import type { OutgoingBody } from "../body/outgoing_body.ts";
import { property } from "../errors/attempt.ts";
import { isUploadError } from "../errors/upload_error.ts";
import { assertReadable } from "../source/blob.ts";
import { abortable } from "../streams/abortable.ts";
import { discardResponse } from "./read_response.ts";

/**
 * Sends a body, whose file must not change. A browser reports a file that has
 * changed as a failed request, or not at all.
 *
 * @param send Sends the request.
 * @throws {UploadError} `source` if the file of a Blob has changed.
 */
export async function sendUnchanged(
  send: () => Promise<Response>,
  body: OutgoingBody | undefined,
  signal: AbortSignal,
): Promise<Response> {
  if (body?.isStream || !(body?.body instanceof Blob)) return await send();
  const blob = body.body;
  const check = () => abortable(assertReadable(blob), signal);
  // Firefox waits for the bytes of a removed file until the timeout.
  await check();
  signal.throwIfAborted();
  let response: Response;
  try {
    response = await send();
  } catch (thrown) {
    if (!signal.aborted && !isUploadError(thrown)) await check();
    throw thrown;
  }
  if (response.ok) await assertUnchanged(check, response, signal);
  return response;
}

/**
 * Chromium looks for changes only when it opens a file, so open it again. One
 * that was removed while it was sent was complete.
 */
async function assertUnchanged(
  check: () => Promise<void>,
  response: Response,
  signal: AbortSignal,
): Promise<void> {
  try {
    await check();
  } catch (thrown) {
    const reason = property(property(thrown, "cause"), "name");
    if (!signal.aborted && reason !== "NotReadableError") return;
    discardResponse(response);
    throw thrown;
  }
}
