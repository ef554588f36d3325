import { sendsStreams } from "../body/framing.ts";
import { plainUrl } from "../errors/redact.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { HeaderRecord } from "../request/headers.ts";
import type { RedirectPolicy } from "../request/redirect_policy.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { takeCredentials } from "../request/url.ts";
import { locationOf } from "./location.ts";

/** One request of an upload: the first, or one that a redirect asked for. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderRecord;
  /** Those of the call, none of which a location has brought: what another origin may get is chosen from them. */
  readonly ownHeaders: HeaderRecord;
  /** Whether the source is sent along; after a redirect to `GET` it is not. */
  readonly hasBody: boolean;
  /** What `fetch` does with an answer that redirects. */
  readonly redirect: RequestRedirect;
  /** How many redirects led here. */
  readonly redirects: number;
}

const REDIRECTS = [301, 302, 303, 307, 308];
/** What any origin may know; all else may be a secret. */
const HARMLESS = /^(?:accept|content-|user-agent$|prefer$)/;
/** WHATWG fetch, request-body-header name; and the length. */
const BODY_HEADERS = [
  "content-encoding",
  "content-language",
  "content-length",
  "content-location",
  "content-type",
];

/**
 * The first request of an upload.
 *
 * `fetch` is told to show redirects. Browsers do not (WHATWG fetch, opaque-redirect filtered
 * response), and so have to follow them by themselves, unless that could break the policy.
 */
export function firstHop(
  { url, method, headers, handleRedirects }: Pick<
    UploadRequest,
    "url" | "method" | "headers" | "handleRedirects"
  >,
  hasBody: boolean,
): Hop {
  const anyTarget = handleRedirects && !handleRedirects.sameOrigin &&
    handleRedirects.limit > 0;
  return {
    url,
    method,
    headers,
    ownHeaders: headers,
    hasBody,
    redirect: anyTarget && !sendsStreams() ? "follow" : "manual",
    redirects: 0,
  };
}

/** Whether an answer redirects to somewhere. */
export function isRedirect({ status, headers }: Response): boolean {
  return REDIRECTS.includes(status) && Boolean(headers.get("location"));
}

/**
 * The request that an answer redirects to (WHATWG fetch, HTTP-redirect fetch). Followed here and
 * not by `fetch`, so that in every runtime the source is opened anew, a stream can end at a 303,
 * the permission to connect is asked before each connection, and the policy holds.
 *
 * @throws {UploadError} `network` if it leads nowhere, or to where the policy does not.
 */
export function redirected(
  hop: Hop,
  { status, headers: responseHeaders }: Response,
  { limit, sameOrigin, keepHeaders }: RedirectPolicy,
): Hop {
  if (hop.redirects >= limit) {
    throw refused(hop, `the limit of ${limit} redirects is reached`);
  }
  const target = locationOf(responseHeaders, hop.url);
  if (typeof target === "string") throw refused(hop, target);
  const { url, authorization } = takeCredentials(target);
  const isSameOrigin = url.origin === hop.url.origin;
  if (sameOrigin && !isSameOrigin) {
    throw refused(hop, `it leads to another origin, "${url.origin}"`);
  }
  const kept = isSameOrigin ? hop.headers : filterHeaders(
    hop.ownHeaders,
    (name) => HARMLESS.test(name) || keepHeaders.includes(name),
  );
  const headers = authorization === undefined
    ? kept
    : { ...kept, authorization };
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

function filterHeaders(
  headers: HeaderRecord,
  isKept: (name: string) => boolean,
): HeaderRecord {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => isKept(name)),
  );
}

/** @throws {UploadError} `network` if there is no answer, or one that redirects and of which the runtime hides all else. */
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
    `Cannot follow the redirect of "${
      plainUrl(url)
    }": this runtime hides where it leads`,
    { hint: "upload to the final URL, or leave 'handleRedirects' at true" },
  );
}

/** A stream is gone once it was sent. */
export function cannotSendAgain({ url }: Hop): UploadError {
  return new UploadError(
    "source",
    `Cannot follow the redirect to "${
      plainUrl(url)
    }": a stream cannot be sent again`,
    { hint: "upload to that URL" },
  );
}

function becomesGet(status: number, method: string): boolean {
  return status === 303 || status <= 302 && method === "POST";
}

function refused({ url }: Hop, state: string): UploadError {
  return new UploadError(
    "network",
    `Cannot follow the redirect of "${plainUrl(url)}": ${state}`,
    { hint: "upload to the final URL, or pass 'handleRedirects: false'" },
  );
}
