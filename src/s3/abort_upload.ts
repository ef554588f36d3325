import type { Reply } from "../request/protocol.ts";
import { protocolError } from "../resumable/protocol_error.ts";
import { isNoSuchUpload, listParts } from "./multipart.ts";
import { Refused, type S3Client } from "./s3_client.ts";

/** How often an upload is aborted whose parts still arrive. */
const MAX_ABORTS = 5;
/** How long parts have to arrive at first, in ms; each time twice as long. */
const PAUSE_MS = 100;

/**
 * Removes all parts (AbortMultipartUpload). Parts on their way may arrive after
 * that, so it is repeated until the server does not have the upload any more, or
 * has had none of its parts for a while.
 *
 * @returns The last response, also one that the server does not have the upload.
 * @throws {UploadError} `protocol` if the server does not remove the parts.
 */
export async function abortUpload(
  client: S3Client,
  uploadId: string,
): Promise<Reply> {
  let reply: Reply | undefined;
  let isEmpty = false;
  try {
    for (let aborts = 0; aborts < MAX_ABORTS; aborts++) {
      if (isEmpty) await pause(PAUSE_MS * 2 ** (aborts - 1));
      reply = await client.request({ method: "DELETE", query: { uploadId } });
      isEmpty = (await listParts(client, uploadId)).length === 0;
    }
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    if (isNoSuchUpload(thrown)) return reply ?? thrown.reply;
    if (reply !== undefined && isDenied(thrown)) return reply;
    throw thrown;
  }
  if (isEmpty && reply !== undefined) return reply;
  throw protocolError(client.url, "the server does not remove the parts");
}

/** Whether the parts of an upload cannot be listed, although it can be aborted. */
function isDenied({ refusal: { status } }: Refused): boolean {
  return [401, 403, 405, 501].includes(status);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
