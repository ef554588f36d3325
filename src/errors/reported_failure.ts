import { property } from "./attempt.ts";
import { chainOf, searchableOf } from "./cause.ts";
import { CONNECTION_LOST, NOT_PROCESSED } from "./lost_connection.ts";
import type { NetworkFailure } from "./network_failure.ts";
import { NETWORK_FAILURES } from "./network_failures.ts";
import { proxyHint } from "./proxy.ts";
import { withoutNames } from "./redact.ts";

/** What identifies a failure in an error and its causes: codes and words. */
interface Signs {
  /** Error codes of any origin, and class names. */
  readonly codes: readonly string[];
  /** The messages without host names. */
  readonly text: string;
}

/** A permission that Node denies. That of Deno can be for one host. */
const DENIED: NetworkFailure = {
  codes: /^ERR_ACCESS_DENIED$/,
  words: /(?!)/,
  code: "permission",
  state: "Permission denied",
  hint: "run the program with --allow-net",
  isTransient: false,
};

/**
 * The failure that a runtime reports: the first known one with a matching code,
 * otherwise the first with matching words.
 */
export function reportedFailure(
  thrown: unknown,
  url: URL,
): NetworkFailure | undefined {
  const signs = signsOf(thrown, url);
  if (signs.codes.includes("NotCapable")) {
    return { ...DENIED, hint: `${DENIED.hint}=${url.host}` };
  }
  if (isCoded(signs, DENIED)) return DENIED;
  const failure = failureOf(signs);
  return failure?.mayBeProxy
    ? { ...failure, hint: proxyHint(failure.hint, thrown, url) }
    : failure;
}

/**
 * Whether a request failed because its connection was reset, closed or broken
 * before a response began. The server may have processed it. Never throws.
 */
export function isConnectionLost(error: unknown): boolean {
  const signs = signsOf(error);
  const isInResponse = /^terminated\b|\breading a body from\b/.test(signs.text);
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
