import { describe, type UploadError } from "../errors/upload_error.ts";
import type { UploadFailedEvent } from "./ended_event.ts";
import { makeRequestId } from "./request_id.ts";

/**
 * The only event of an upload that could not be started.
 *
 * @param url Without user and password; empty if it is not known.
 */
export function toUnstartedEvent(
  url: string,
  error: UploadError,
): UploadFailedEvent {
  return {
    name: "networkRequest",
    requestId: makeRequestId(),
    url,
    bytesTransferred: 0,
    bytesStored: 0,
    bytesEstimated: -1,
    bytesPerSecond: -1,
    secondsRemaining: -1,
    phase: "ended",
    status: -1,
    responseHeaders: {},
    responseUrl: url,
    redirected: false,
    method: "",
    ok: false,
    isError: true,
    responseType: "text",
    response: describe(error),
    error,
  };
}
