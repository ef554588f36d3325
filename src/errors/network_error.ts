import { property } from "./attempt.ts";
import { chainOf, messageOf, searchableOf } from "./cause.ts";
import {
  CONNECTION_LOST,
  type NetworkFailure,
  NOT_PROCESSED,
} from "./network_failure.ts";
import { NETWORK_FAILURES } from "./network_failures.ts";
import { proxyHint } from "./proxy.ts";
import { withoutNames, withoutSecrets } from "./redact.ts";
import { toCause } from "./redacted_cause.ts";
import { isUploadError, UploadError } from "./upload_error.ts";

/** What identifies a failure in an error and its causes: codes and words. */
interface Signs {
  /** Error codes of any origin, and class names. */
  readonly codes: readonly string[];
  /** The messages without host names. */
  readonly text: string;
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
  const signs = signsOf(thrown, url);
  const cause = toCause(thrown, url, secretPath);
  if (signs.codes.includes("NotCapable")) return netPermission(url, { cause });
  if (signs.codes.includes("ERR_ACCESS_DENIED")) {
    return denied(url, "--allow-net", { cause });
  }
  const said = withoutSecrets(messageOf(thrown), url, secretPath);
  const failure = failureOf(signs);
  if (failure === undefined) {
    return new UploadError(
      "network",
      `Cannot upload to "${url.host}": ${said}`,
      { hint: "see the 'cause' of the error", cause },
    );
  }
  const { code = "network", state, isTransient, mayBeProxy } = failure;
  const hint = mayBeProxy ? proxyHint(failure.hint, thrown, url) : failure.hint;
  return new UploadError(
    code,
    `Cannot upload to "${url.host}": ${state} (${said})`,
    { hint, isTransient, cause },
  );
}

/** The error for a runtime that denies access to the network. */
export function netPermission(url: URL, options?: ErrorOptions): UploadError {
  return denied(url, `--allow-net=${url.host}`, options);
}

function denied(url: URL, flag: string, options?: ErrorOptions): UploadError {
  return new UploadError(
    "permission",
    `Cannot connect to "${url.host}": Permission denied`,
    { ...options, hint: `run the program with ${flag}` },
  );
}

/**
 * Whether a request failed because its connection was reset, closed or broken
 * before a response began. The server may have processed it. Never throws.
 */
export function isConnectionLost(error: unknown): boolean {
  const signs = signsOf(error);
  const isInResponse =
    /^terminated\b|\breading a body from\b|^network error$|^error in input stream$/i
      .test(signs.text);
  return !isInResponse &&
    (isCoded(signs, CONNECTION_LOST) || failureOf(signs) === CONNECTION_LOST);
}

/**
 * Whether the server reports that it did not process the request: it refused
 * the HTTP/2 stream, or was closing the connection already. Never throws.
 */
export function isNotProcessed(error: unknown): boolean {
  const signs = signsOf(error);
  return isCoded(signs, NOT_PROCESSED) || NOT_PROCESSED.words.test(signs.text);
}

function signsOf(thrown: unknown, url?: URL): Signs {
  const text = withoutNames(searchableOf(thrown), url?.hostname);
  const codes = chainOf(thrown)
    .flatMap((error) => [property(error, "code"), property(error, "name")])
    .filter((code) => typeof code === "string");
  return {
    text,
    codes: [...codes, ...text.match(/\b[A-Z][A-Z\d_]{3,}\b/g) ?? []],
  };
}

/**
 * The first failure with a matching code, otherwise the first with matching
 * words.
 */
function failureOf(signs: Signs): NetworkFailure | undefined {
  return NETWORK_FAILURES.find((failure) => isCoded(signs, failure)) ??
    NETWORK_FAILURES.find(({ words }) => words.test(signs.text));
}

function isCoded(
  { codes }: Signs,
  failure: Pick<NetworkFailure, "codes">,
): boolean {
  return codes.some((code) => failure.codes.test(code));
}
