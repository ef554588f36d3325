import { isInstance, property } from "../errors/attempt.ts";
import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { Progress } from "./progress.ts";

/**
 * The error for an upload that the caller cancelled, or that its time limit
 * did. Its cause is the caller's own reason, not redacted.
 */
export function toCancelError(reason: unknown, url: URL): UploadError {
  const isDefault = isInstance(reason, DOMException) &&
    property(reason, "name") === "AbortError";
  const says = isInstance(reason, Error) && !isDefault ||
    typeof reason === "string";
  const why = says ? `: ${withoutSecrets(messageOf(reason), url)}` : "";
  if (isTimeLimit(reason)) {
    return new UploadError(
      "timeout",
      `Upload to "${url.host}" was cancelled by a time limit${why}`,
      { hint: "allow more time", isTransient: true, cause: reason },
    );
  }
  return new UploadError(
    "cancelled",
    `Upload to "${url.host}" was cancelled${why}`,
    { cause: reason },
  );
}

/** Whether a reason is that of `AbortSignal.timeout()`, of whichever realm. */
function isTimeLimit(reason: unknown): boolean {
  return property(reason, Symbol.toStringTag) === "DOMException" &&
    property(reason, "name") === "TimeoutError";
}

/** How far an upload has come. */
type TransferState = Pick<Progress, "bytesTransferred" | "bytesEstimated">;

/** The error for an upload that transferred no data for too long. */
export function toTimeoutError(
  url: URL,
  seconds: number,
  state: TransferState,
  response?: Response,
): UploadError {
  return new UploadError(
    "timeout",
    `Cannot upload to "${url.host}": no data was transferred for ${seconds} s (${
      describeState(state, response)
    })`,
    {
      hint: "check the server and the source, or increase 'timeout'",
      isTransient: true,
    },
  );
}

function describeState(state: TransferState, response?: Response): string {
  const { bytesTransferred, bytesEstimated } = state;
  if (response !== undefined) {
    return `status ${response.status} received, but not the whole response`;
  }
  if (bytesTransferred === bytesEstimated) {
    return "the whole body sent, no response";
  }
  return bytesTransferred === 0 ? "no byte sent" : `${sentOf(state)} sent`;
}

function sentOf({ bytesTransferred, bytesEstimated }: TransferState): string {
  const of = bytesEstimated < 0 ? "" : `of ${bytesEstimated} `;
  return `${bytesTransferred} ${of}bytes`;
}

/**
 * The error for a server that reports success, but has not read the whole body.
 */
export function toCutError(
  url: URL,
  { status }: Response,
  state: TransferState,
): UploadError {
  return new UploadError(
    "network",
    `Cannot upload to "${url.host}": the server responded with ${status}, but stopped reading after ${
      sentOf(state)
    }`,
    { hint: "see its log" },
  );
}
