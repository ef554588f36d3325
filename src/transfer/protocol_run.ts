import { property } from "../errors/attempt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { UPLOAD_ENDED } from "../errors/upload_ended.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { ExchangeRequest } from "../request/exchange_request.ts";
import type { OpenUpload, Protocol, Reply, Send } from "../request/protocol.ts";
import { abortable } from "../streams/abortable.ts";
import { toOwnUrl } from "../streams/platform_object.ts";
import { follow, followLate } from "./follow.ts";
import { isResponse } from "./given_response.ts";
import { toCancelError } from "./transfer_error.ts";

/** Sends a request that a controller can abort alone. */
export type SendAlone = (
  request: ExchangeRequest,
  controller: AbortController,
) => Promise<Reply>;

/**
 * Runs a protocol once, until it ends or the upload is cancelled. When this
 * settles, none of its requests is running, and it can send no more.
 *
 * @throws {UploadError} `network` if the protocol does not return a reply.
 */
export async function runProtocol(
  protocol: Protocol,
  upload: OpenUpload,
  sendAlone: SendAlone,
): Promise<Reply> {
  const { signal } = upload;
  const running = new Set<Promise<unknown>>();
  const over = new AbortController();
  const unfollow = follow(over, signal);
  const send: Send = async (given) => {
    const { aborted, reason } = over.signal;
    if (aborted) throw toCancelError(reason, upload.url);
    const request = { ...given };
    if (toOwnUrl(request.url) === undefined) {
      throw new TypeError(
        `Cannot send a request: its 'url' must be a URL (got ${
          kindOf(request.url)
        })`,
      );
    }
    const controller = new AbortController();
    const unfollow = request.outlivesCancel
      ? followLate(controller, over.signal)
      : follow(controller, over.signal);
    const unfollowOwn = request.signal && follow(controller, request.signal);
    const sending = sendAlone(request, controller);
    running.add(sending);
    try {
      return await sending;
    } finally {
      running.delete(sending);
      unfollow();
      unfollowOwn?.();
    }
  };
  const acknowledge = (bytesStored: number) => {
    assertAcknowledged(bytesStored, upload.source.size);
    if (!over.signal.aborted) upload.acknowledge(bytesStored);
  };
  try {
    const reply: unknown = await abortable(
      Promise.resolve(protocol({ ...upload, acknowledge }, send)),
      signal,
    );
    if (isReply(reply)) return reply;
    throw noReply(upload.url, reply);
  } finally {
    unfollow();
    over.abort(UPLOAD_ENDED);
    await Promise.allSettled(running);
  }
}

/** @param size The size of the source; -1 if it is unknown. */
function assertAcknowledged(given: unknown, size: number): void {
  const isCount = Number.isSafeInteger(given) && Number(given) >= 0;
  if (isCount && (size < 0 || Number(given) <= size)) return;
  const limit = size < 0 ? "of 0 or more" : `from 0 to ${size}`;
  const got = typeof given === "number" ? given : kindOf(given);
  throw new TypeError(
    `Cannot acknowledge bytes: 'bytesStored' must be an integer ${limit} (got ${got})`,
  );
}

/** Whether a value is a reply, from `send` or of the same shape. */
function isReply(value: unknown): value is Reply {
  const body = property(value, "body");
  return isResponse(property(value, "response")) &&
    ["text", "binary"].includes(String(property(body, "responseType"))) &&
    property(body, "response") !== undefined;
}

function noReply({ host }: URL, given: unknown): UploadError {
  return new UploadError(
    "network",
    `Cannot upload to "${host}": the protocol did not return a reply (got ${
      kindOf(given)
    })`,
    { hint: "return what 'send' resolves to" },
  );
}
