import { sendsStreams } from "../body/framing.ts";
import { plainUrl } from "../errors/redact.ts";
import { PASS_FUNCTION } from "../errors/source_error.ts";
import { UploadError } from "../errors/upload_error.ts";
import {
  filterHeaders,
  forOtherOrigin,
  type HeaderRecord,
} from "../request/headers.ts";
import type { ExchangeRequest } from "../request/exchange_request.ts";
import type { RedirectPolicy } from "../request/redirect_policy.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { takeCredentials } from "../request/url.ts";
import { locationOf } from "./location.ts";

/** One request: the first one, or one that follows a redirect. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderRecord;
  /**
   * The headers of the call, without credentials from a location. Another origin
   * is sent only some of these.
   */
  readonly ownHeaders: HeaderRecord;
  /** Names of headers that another origin gets, whatever the policy. */
  readonly keepHeaders: readonly string[];
  /** Whether it sends the source; after a redirect to `GET` it does not. */
  readonly hasBody: boolean;
  /** Whether the upload is attempted again if it fails. */
  readonly isRetried: boolean;
  /** The credentials mode of the call, for every origin. */
  readonly credentials?: RequestCredentials | undefined;
  /** What `fetch` does with a redirect. */
  readonly redirect: RequestRedirect;
  /** How many redirects led here. */
  readonly redirects: number;
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** The request-body-header names (WHATWG fetch), and the length. */
const BODY_HEADERS = [
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-type",
];

/**
 * The first request. `fetch` does not follow redirects. Browsers hide them
 * (WHATWG fetch, opaque-redirect filtered response), so there it does, unless
 * that could violate the policy.
 */
export function firstHop(
  { url, method, headers, keepHeaders = [] }: Pick<
    ExchangeRequest,
    "url" | "method" | "headers" | "keepHeaders"
  >,
  { handleRedirects, credentials, retry }:
    & Pick<UploadRequest, "handleRedirects">
    & Partial<Pick<UploadRequest, "credentials" | "retry">>,
  hasBody: boolean,
): Hop {
  const anyTarget = handleRedirects && !handleRedirects.sameOrigin &&
    handleRedirects.limit > 0;
  return {
    url,
    method,
    headers,
    ownHeaders: headers,
    keepHeaders,
    hasBody,
    isRetried: retry !== undefined,
    credentials,
    redirect: anyTarget && !sendsStreams() ? "follow" : "manual",
    redirects: 0,
  };
}

/** Whether a response is a redirect with a location. */
export function isRedirect({ status, headers }: Response): boolean {
  return REDIRECTS.includes(status) && Boolean(headers.get("location"));
}

/**
 * The request that a response redirects to (WHATWG fetch, HTTP-redirect fetch).
 * Redirects are followed here and not by `fetch`, so that in every runtime:
 * - the source is opened again,
 * - a stream can end at a 303,
 * - each connection is checked for permission,
 * - the policy holds.
 *
 * @throws {UploadError} `network` if it has no valid location, or the policy
 * forbids it.
 */
export function redirected(
  hop: Hop,
  { status, headers: responseHeaders }: Response,
  { limit, sameOrigin, keepHeaders }: RedirectPolicy,
): Hop {
  if (hop.redirects >= limit) {
    throw refused(hop, `the limit of ${limit} redirects was reached`);
  }
  const target = locationOf(responseHeaders, hop.url);
  if (typeof target === "string") throw refused(hop, target);
  const { url, credentials } = takeCredentials(target);
  const isSameOrigin = url.origin === hop.url.origin;
  if (sameOrigin && !isSameOrigin) {
    throw refused(hop, `it leads to another origin, "${url.origin}"`);
  }
  const kept = isSameOrigin
    ? hop.headers
    : forOtherOrigin(hop.ownHeaders, [...keepHeaders, ...hop.keepHeaders]);
  const headers = { ...kept, ...credentials };
  const next = { ...hop, url, headers, redirects: hop.redirects + 1 };
  return becomesGet(status, hop.method) ? toGet(next) : next;
}

function toGet(hop: Hop): Hop {
  const isKept = (name: string) => !BODY_HEADERS.includes(name);
  return {
    ...hop,
    method: "GET",
    headers: filterHeaders(hop.headers, isKept),
    ownHeaders: filterHeaders(hop.ownHeaders, isKept),
    hasBody: false,
  };
}

/**
 * @throws {UploadError} `network` if it is an error response, or a redirect
 * whose location the runtime hides.
 */
export function assertVisible({ url }: Hop, { type }: Response): void {
  if (type === "error") {
    throw new UploadError(
      "network",
      `Cannot upload to "${plainUrl(url)}": 'fetch' returned an error response`,
    );
  }
  if (type !== "opaqueredirect") return;
  throw new UploadError(
    "network",
    `Cannot follow the redirect from "${
      plainUrl(url)
    }": this runtime hides where it leads`,
    { hint: "upload to the final URL, or leave 'handleRedirects' at true" },
  );
}

/** The error for the redirect of a body that opens only once. */
export function cannotSendAgain({ url }: Hop): UploadError {
  return new UploadError(
    "source",
    `Cannot follow the redirect to "${
      plainUrl(url)
    }": a stream cannot be sent again`,
    { hint: `upload to that URL, or ${PASS_FUNCTION}` },
  );
}

function becomesGet(status: number, method: string): boolean {
  return status === 303 || status <= 302 && method === "POST";
}

function refused({ url }: Hop, state: string): UploadError {
  return new UploadError(
    "network",
    `Cannot follow the redirect from "${plainUrl(url)}": ${state}`,
    { hint: "upload to the final URL, or pass 'handleRedirects: false'" },
  );
}
