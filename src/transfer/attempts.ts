import type { OpenUpload, Protocol, Reply } from "../request/protocol.ts";
import type { RetryPolicy } from "../request/retry_policy.ts";
import { guardSource } from "./guarded_source.ts";
import { runProtocol, type SendAlone } from "./protocol_run.ts";
import { type Attempt, type RetryContext, retrying } from "./retry.ts";
import { singleRequest } from "./single_request.ts";

/** How an upload reaches the server, and how often that is tried. */
interface AttemptsOptions {
  /** One request if undefined. */
  readonly protocol: Protocol | undefined;
  readonly retry: RetryPolicy | undefined;
}

/**
 * Runs the protocol of an upload, and again if its policy says so. Bytes that
 * were opened and not sent are cancelled: at the end, because a protocol may
 * keep them until then if they open once.
 */
export async function runAttempts(
  upload: OpenUpload,
  { protocol, retry }: AttemptsOptions,
  context: RetryContext,
  sendAlone: SendAlone,
): Promise<Reply> {
  const source = guardSource(upload.source);
  const once: Attempt = async (attempted) => {
    try {
      return await runProtocol(protocol ?? singleRequest, attempted, sendAlone);
    } finally {
      if (source.reopens) source.cancel(ENDED);
    }
  };
  const run = retry === undefined
    ? once
    : retrying(once, retry, protocol !== undefined, context);
  try {
    return await run({ ...upload, source });
  } finally {
    source.cancel(ENDED);
  }
}

/** What bytes are cancelled with that nothing has sent. */
const ENDED = new DOMException("the upload has ended", "AbortError");
