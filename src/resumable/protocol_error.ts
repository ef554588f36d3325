import { UploadError } from "../errors/upload_error.ts";
import type { Reply } from "../request/protocol.ts";

/**
 * The error for a server that does not do what the protocol asks for.
 *
 * @param isTransient Whether it may do so if it is asked again.
 */
export function protocolError(
  { host }: URL,
  state: string,
  { hint, isTransient }: { hint?: string; isTransient?: boolean } = {},
): UploadError {
  return new UploadError(
    "protocol",
    `Cannot upload to "${host}": ${state}`,
    { hint, isTransient },
  );
}

/** Ends an attempt with a reply, from however deep in it. */
export class FinalReply extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`status ${reply.response.status}`);
    this.reply = reply;
  }
}

/** Ends the attempt with a reply if its status is not 200 to 299. */
export function assertOk(reply: Reply): void {
  if (!reply.response.ok) throw new FinalReply(reply);
}

/** Whether a server says that it does not have an upload, or no longer. */
export function isGone({ response }: Reply): boolean {
  return response.status === 404 || response.status === 410;
}
