import { UPLOAD_ENDED } from "../errors/upload_ended.ts";
import type {
  CleanUp,
  OpenUpload,
  Protocol,
  Reply,
} from "../request/protocol.ts";
import type { RetryPolicy } from "../request/retry_policy.ts";
import { runCleanUp } from "./clean_up.ts";
import { guardSource } from "./guarded_source.ts";
import { runProtocol, type SendAlone } from "./protocol_run.ts";
import { type Attempt, type RetryContext, retrying } from "./retry.ts";
import { singleRequest } from "./single_request.ts";

/** How an upload reaches the server, and how often it is attempted. */
interface AttemptsOptions {
  /** Undefined for a single request. */
  readonly protocol: Protocol | undefined;
  readonly retry: RetryPolicy | undefined;
}

/** Sends the requests of an upload. */
interface Senders {
  readonly send: SendAlone;
  /** Sends those that are no part of the outcome. */
  readonly sendApart: SendAlone;
}

/**
 * Runs the protocol of an upload, repeatedly if the retry policy says so. Bytes
 * that were opened but not sent are cancelled. A source that opens only once is
 * cancelled at the end, because a protocol may keep its bytes until then.
 */
export async function runAttempts(
  upload: OpenUpload,
  { protocol, retry }: AttemptsOptions,
  context: RetryContext,
  { send, sendApart }: Senders,
): Promise<Reply> {
  const source = guardSource(upload.source);
  const once: Attempt = async (attempted) => {
    try {
      return await runProtocol(protocol ?? singleRequest, attempted, send);
    } finally {
      if (source.reopens) source.cancel(UPLOAD_ENDED);
    }
  };
  const run = retry === undefined
    ? once
    : retrying(once, retry, protocol !== undefined, context);
  let cleanUp: CleanUp | undefined;
  const onFailure = (given: CleanUp | undefined) => {
    cleanUp = given;
  };
  let isStored = false;
  try {
    const reply = await run({ ...upload, source, onFailure });
    isStored = reply.response.ok;
    return reply;
  } finally {
    if (!isStored && cleanUp) await runCleanUp(cleanUp, upload, sendApart);
    source.cancel(UPLOAD_ENDED);
  }
}
