import { messageOf } from "./cause.ts";
import { withoutSecrets } from "./redact.ts";
import { toCause } from "./redacted_cause.ts";
import { isUploadError, UploadError } from "./upload_error.ts";

/** The hint for a source that must open again, but opens only once. */
export const PASS_FUNCTION = "pass a function that opens the source";

/** The error for a caller's stream or iterable that threw. */
export function toSourceError(thrown: unknown): UploadError {
  if (isUploadError(thrown)) return thrown;
  return new UploadError(
    "source",
    `Cannot read the source: ${withoutSecrets(messageOf(thrown))}`,
    { cause: toCause(thrown) },
  );
}

/**
 * The error for memory that the caller transferred or shrank after the call.
 */
export function detached(): UploadError {
  return new UploadError(
    "source",
    "Cannot read the source: its memory was transferred or shrunk",
    { hint: "upload a copy" },
  );
}
