import { messageOf } from "./cause.ts";
import { withoutSecrets } from "./redact.ts";
import { toCause } from "./redacted_cause.ts";
import { isUploadError, UploadError } from "./upload_error.ts";

/** The error for an upload that could not be started: a `TypeError`. */
export function toInvalidError(thrown: unknown): UploadError {
  const message = withoutSecrets(messageOf(thrown)).replace(/^upload: /, "");
  return new UploadError(
    "invalid-options",
    `Cannot start the upload: ${message}`,
    { cause: toCause(thrown) },
  );
}

/** The error for what the iterable of uploads threw. */
export function toIterableError(thrown: unknown): UploadError {
  if (isUploadError(thrown)) return thrown;
  return new UploadError(
    "source",
    `Cannot take the next upload: ${withoutSecrets(messageOf(thrown))}`,
    { cause: toCause(thrown) },
  );
}

/**
 * The error for uploads of which some failed.
 *
 * @param failed How many of how many.
 * @param errors Those of the first.
 */
export function toAllError(
  failed: number,
  count: number,
  errors: readonly UploadError[],
): AggregateError {
  const first = errors[0]?.message ?? "";
  const uploads = count === 1 ? "upload" : "uploads";
  return new AggregateError(
    errors,
    `Cannot complete ${failed} of ${count} ${uploads}: ${first}`,
  );
}
