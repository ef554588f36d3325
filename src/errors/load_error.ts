import { messageOf } from "./cause.ts";
import { UploadError, type UploadErrorCode } from "./upload_error.ts";

/**
 * The error for code that is loaded only when an upload needs it, and cannot be.
 *
 * @param task What it does, such as `opens files`.
 */
export function toLoadError(
  code: UploadErrorCode,
  task: string,
  thrown: unknown,
): UploadError {
  return new UploadError(
    code,
    `Cannot load the code that ${task}: ${messageOf(thrown)}`,
    { hint: "deploy all files of the bundle", cause: thrown },
  );
}
