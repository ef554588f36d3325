import { isInstance, property } from "../errors/attempt.ts";
import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { Progress } from "./progress.ts";

/**
 * The error for an upload that was cancelled by the caller or by a time limit.
 * Its cause is the caller's own reason, not redacted.
 *
 * @param url The URL of the upload; undefined for several uploads.
 */
export function toCancelError(reason: unknown, url?: URL): UploadError {
  const isDefault = isInstance(reason, DOMException) &&
    property(reason, "name") === "AbortError";
  const says = isInstance(reason, Error) && !isDefault ||
    typeof reason === "string";
  const why = says ? `: ${withoutSecrets(messageOf(reason), url)}` : "";
  const cancelled = url === undefined
    ? "The uploads were cancelled"
    : `Upload to "${url.host}" was cancelled`;
  if (isTimeLimit(reason)) {
    return new UploadError(
      "timeout",
      `${cancelled} by a time limit${why}`,
      { hint: "allow more time", isTransient: true, cause: reason },
    );
  }
  return new UploadError("cancelled", `${cancelled}${why}`, { cause: reason });
}

/** Whether a reason is that of `AbortSignal.timeout()`, of any realm. */
function isTimeLimit(reason: unknown): boolean {
  return property(reason, Symbol.toStringTag) === "DOMException" &&
    property(reason, "name") === "TimeoutError";
}

/** The progress of an upload at its end. */
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
 * The error for a server that reports success without reading the whole body.
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
