import { excerpt, quote } from "./excerpt.ts";
import { withoutSecrets } from "./redact.ts";
import { UploadError } from "./upload_error.ts";

/** Statuses after which trying again may help. */
export const TRANSIENT_STATUSES: readonly number[] = [
  408,
  425,
  429,
  500,
  502,
  503,
  504,
];

const HINT = "see 'response' of the 'ended' event";

/**
 * What an error shows of a response. The body is left out: it may contain
 * secrets.
 */
interface ResponseSummary {
  /** The URL that responded. */
  readonly responseUrl: string;
  readonly status: number;
}

/**
 * The error for a complete response whose status is not 200 to 299.
 *
 * @param reason What the server says; empty if that is nothing, as in HTTP/2
 * (RFC 9113 §8.3.2).
 * @param howTo What else the caller can do than read the response.
 */
export function toStatusError(
  { responseUrl, status }: ResponseSummary,
  reason: string,
  howTo?: string,
): UploadError {
  const url = new URL(responseUrl);
  const shown = withoutSecrets(excerpt(reason), url).trim();
  return new UploadError(
    "status",
    `Cannot upload to "${url.host}": the server responded with ${status} ${shown}`
      .trimEnd(),
    {
      hint: howTo ? `${HINT}; ${howTo}` : HINT,
      isTransient: TRANSIENT_STATUSES.includes(status),
    },
  );
}

/**
 * The error for a response that is not JSON. It has no cause, because the error
 * of `JSON.parse()` shows the text.
 *
 * @param mediaType The Content-Type without parameters; may be empty.
 */
export function toJsonError(
  { responseUrl, status }: ResponseSummary,
  mediaType: string,
  isEmpty: boolean,
): UploadError {
  const { host } = new URL(responseUrl);
  const type = mediaType === "" ? "no Content-Type" : quote(mediaType);
  const state = isEmpty ? "it is empty" : `it is not JSON (got ${type})`;
  return new UploadError(
    "response",
    `Cannot read the ${status} response from "${host}": ${state}`,
    { hint: HINT },
  );
}
