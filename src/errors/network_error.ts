import { messageOf } from "./cause.ts";
import { BROWSER_FAILURES, type NetworkFailure } from "./network_failure.ts";
import { withoutSecrets } from "./redact.ts";
import { toCause } from "./redacted_cause.ts";
import { isUploadError, UploadError } from "./upload_error.ts";

/** Recognizes failures, once it is loaded. */
let reports: typeof import("./reported_failure.ts") | undefined;

/**
 * Loads the code that recognizes what runtimes report of a failed request.
 * Browsers never need it. Without it, messages are less specific.
 */
export async function loadReports(): Promise<void> {
  // A literal, so that bundlers find it.
  reports ??= await import("./reported_failure.ts").catch(() => undefined);
}

/**
 * Loads what {@linkcode toNetworkError}, {@linkcode isConnectionLost} and
 * {@linkcode isNotProcessed} need for a failure, unless it is one of a
 * browser.
 */
export async function prepareFor(thrown: unknown): Promise<void> {
  if (reports !== undefined || isUploadError(thrown)) return;
  if (browserFailure(messageOf(thrown)) === undefined) await loadReports();
}

/**
 * The error for what `fetch` threw.
 *
 * @param secretPath A path that is a secret; empty if none is.
 */
export function toNetworkError(
  thrown: unknown,
  url: URL,
  secretPath = "",
): UploadError {
  if (isUploadError(thrown)) return thrown;
  const cause = toCause(thrown, url, secretPath);
  const said = withoutSecrets(messageOf(thrown), url, secretPath);
  const failure = reports?.reportedFailure(thrown, url) ?? browserFailure(said);
  if (failure === undefined) {
    // Without the code that knows, another attempt may help.
    const isTransient = reports === undefined;
    return new UploadError(
      "network",
      `Cannot upload to "${url.host}": ${said}`,
      { hint: "see the 'cause' of the error", isTransient, cause },
    );
  }
  const { code = "network", state, hint, isTransient } = failure;
  if (code === "permission") return toDeniedError(url, hint, { cause });
  return new UploadError(
    code,
    `Cannot upload to "${url.host}": ${state} (${said})`,
    { hint, isTransient, cause },
  );
}

/** The error for a runtime that denies access to the network. */
export function toDeniedError(
  url: URL,
  hint: string,
  options?: ErrorOptions,
): UploadError {
  return new UploadError(
    "permission",
    `Cannot connect to "${url.host}": Permission denied`,
    { ...options, hint },
  );
}

/**
 * Whether a request failed because its connection was reset, closed or broken
 * before a response began. The server may have processed it. Never throws.
 */
export function isConnectionLost(thrown: unknown): boolean {
  return reports?.isConnectionLost(thrown) ?? false;
}

/**
 * Whether the server reports that it did not process the request: it refused
 * the HTTP/2 stream, or was closing the connection already. Never throws.
 */
export function isNotProcessed(thrown: unknown): boolean {
  return reports?.isNotProcessed(thrown) ?? false;
}

function browserFailure(said: string): NetworkFailure | undefined {
  return BROWSER_FAILURES.find(({ words }) => words.test(said));
}
