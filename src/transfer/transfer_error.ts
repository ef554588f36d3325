import { messageOf } from "../errors/cause.ts";
import { plainUrl, withoutSecrets } from "../errors/redact.ts";
import { UploadError } from "../errors/upload_error.ts";

/** Why the caller ended an upload. */
export function toCancelError(reason: unknown, url: URL): UploadError {
  const isDefault = reason instanceof DOMException &&
    reason.name === "AbortError";
  const why =
    reason instanceof Error && !isDefault || typeof reason === "string"
      ? `: ${withoutSecrets(messageOf(reason))}`
      : "";
  return new UploadError(
    "cancelled",
    `the upload to ${plainUrl(url)} was cancelled${why}`,
    { cause: reason },
  );
}

/** How far an upload has come. */
export interface TransferState {
  readonly bytesTransferred: number;
  readonly bytesEstimated: number;
  readonly response: Response | undefined;
}

/** No byte has moved for too long. */
export function toTimeoutError(
  url: URL,
  seconds: number,
  standing: TransferState,
): UploadError {
  return new UploadError(
    "timeout",
    `no byte moved for at least ${seconds} s, ${describeState(standing)}: ` +
      `see whether ${url.host} and the source are well, or raise 'params.timeout' for a slow line`,
  );
}

function describeState(standing: TransferState): string {
  const { bytesTransferred, bytesEstimated, response } = standing;
  if (response !== undefined) {
    return `after a status of ${response.status} came, with ${bytesTransferred} bytes handed over`;
  }
  if (bytesTransferred === bytesEstimated) {
    return "with all of the body handed over and no answer";
  }
  if (bytesTransferred === 0) {
    return "before anything was heard from the server";
  }
  return `with ${transferredOf(standing)} handed over`;
}

function transferredOf(
  { bytesTransferred, bytesEstimated }: TransferState,
): string {
  const of = bytesEstimated < 0 ? "" : `of ${bytesEstimated} `;
  return `${bytesTransferred} ${of}bytes`;
}

/** A server has said that all is well, and left the rest. */
export function toCutError(
  url: URL,
  { status }: Response,
  standing: TransferState,
): UploadError {
  return new UploadError(
    "network",
    `the server at ${
      plainUrl(url)
    } answered ${status}, but stopped reading after ` +
      `${transferredOf(standing)}: see its log`,
  );
}
