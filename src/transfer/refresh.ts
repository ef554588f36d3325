import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { toCause } from "../errors/redacted_cause.ts";
import { isUploadError, UploadError } from "../errors/upload_error.ts";
import type { OpenUpload } from "../request/protocol.ts";
import { refreshRequest } from "../request/refreshed_request.ts";
import type { RetryPolicy } from "../request/retry_policy.ts";
import { abortable } from "../streams/abortable.ts";

/**
 * Calls the caller's `retry.refresh` for a fresh URL and headers, and applies
 * the result. Only the signal ends the wait for it.
 *
 * @throws {UploadError} `network` if the function fails, or returns an invalid
 * result.
 */
export async function refresh<Upload extends OpenUpload>(
  call: RetryPolicy["refresh"],
  upload: Upload,
  attempt: number,
): Promise<Upload> {
  if (call === undefined) return upload;
  const { url, signal } = upload;
  let given: unknown;
  try {
    given = await abortable(Promise.resolve(call(attempt)), signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (isUploadError(thrown)) throw thrown;
    const why = (said: string) => `'retry.refresh' failed: ${said}`;
    throw failed(url, thrown, "see the 'cause' of the error", why);
  }
  try {
    return { ...upload, ...refreshRequest(upload, given) };
  } catch (thrown) {
    const why = (said: string) => said.replace(/^upload: /, "");
    throw failed(url, thrown, "correct what 'retry.refresh' returns", why);
  }
}

/** @param why Makes the reason of what the thrown value says. */
function failed(
  url: URL,
  thrown: unknown,
  hint: string,
  why: (said: string) => string,
): UploadError {
  const said = withoutSecrets(messageOf(thrown), url);
  return new UploadError(
    "network",
    `Cannot retry the upload to "${url.host}": ${why(said)}`,
    { hint, cause: toCause(thrown, url) },
  );
}
