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
    throw isUploadError(thrown) ? thrown : failed(url, thrown);
  }
  try {
    return { ...upload, ...refreshRequest(upload, given) };
  } catch (thrown) {
    throw invalid(url, thrown);
  }
}

function failed(url: URL, thrown: unknown): UploadError {
  const said = withoutSecrets(messageOf(thrown), url);
  return new UploadError(
    "network",
    `Cannot retry the upload to "${url.host}": 'retry.refresh' failed: ${said}`,
    { hint: "see the 'cause' of the error", cause: toCause(thrown, url) },
  );
}

function invalid(url: URL, thrown: unknown): UploadError {
  const said = withoutSecrets(messageOf(thrown), url).replace(/^upload: /, "");
  return new UploadError(
    "network",
    `Cannot retry the upload to "${url.host}": ${said}`,
    {
      hint: "correct what 'retry.refresh' returns",
      cause: toCause(thrown, url),
    },
  );
}
