import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { toCause } from "../errors/redacted_cause.ts";
import { isUploadError, UploadError } from "../errors/upload_error.ts";

/** The error for a function of the caller that failed, or returned the wrong value. */
export function callerError(
  option: "credentials" | "sign",
  url: URL,
  thrown: unknown,
): UploadError {
  if (isUploadError(thrown)) return thrown;
  const said = withoutSecrets(messageOf(thrown), url).replace(/^upload: /, "");
  return new UploadError(
    "network",
    `Cannot sign a request to "${url.host}": '${option}' failed: ${said}`,
    { hint: "see the 'cause' of the error", cause: toCause(thrown, url) },
  );
}
