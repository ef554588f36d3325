import { messageOf } from "./cause.ts";
import { withoutSecrets } from "./redact.ts";
import { UploadError } from "./upload_error.ts";

/** What a stream or an iterable of the caller threw. */
export function toSourceError(thrown: unknown): UploadError {
  return thrown instanceof UploadError ? thrown : new UploadError(
    "source",
    `the source failed: ${withoutSecrets(messageOf(thrown))}`,
    { cause: thrown },
  );
}

/** The caller gave the memory away, or made it smaller, after the call. */
export function detached(): UploadError {
  return new UploadError(
    "source",
    "the memory of the source was transferred or shrunk meanwhile: upload a copy",
  );
}
