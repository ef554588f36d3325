import { UploadError } from "../errors/upload_error.ts";
import { plainUrl } from "../errors/redact.ts";
import type { HeaderRecord } from "../request/headers.ts";
import { takeCredentials } from "../request/url.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { parseUrl } from "../request/url.ts";
import { sendsStreams } from "../body/framing.ts";

/** One request of an upload: the first, or one that a redirect asked for. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderRecord;
  /** Whether the source is sent along; after a redirect to `GET` it is not. */
  readonly hasBody: boolean;
  /** What `fetch` does with an answer that redirects. */
  readonly redirect: RequestRedirect;
  /** How many redirects led here. */
  readonly redirects: number;
}

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REDIRECTS = 10;
const CREDENTIALS = ["authorization", "proxy-authorization", "cookie"];
const OF_THE_BODY = [
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
 * response), and so have to follow them by themselves.
 */
export function firstHop(
  { url, method, headers, handleRedirects }: Pick<
    UploadRequest,
    "url" | "method" | "headers" | "handleRedirects"
  >,
  contentType: string | null,
): Hop {
  return {
    url,
    method,
    headers: contentType === null
      ? headers
      : { ...headers, "content-type": contentType },
    hasBody: true,
    redirect: handleRedirects && !sendsStreams() ? "follow" : "manual",
    redirects: 0,
  };
}

/** Whether an answer redirects to somewhere. */
export function isRedirect({ status, headers }: Response): boolean {
  return REDIRECTS.includes(status) && headers.has("location");
}

/**
 * The request that an answer redirects to (WHATWG fetch, HTTP-redirect fetch). Followed here and
 * not by `fetch`, so that in every runtime the source is opened anew, a stream can end at a 303,
 * and the permission to connect is asked before each connection.
 *
 * @throws {UploadError} `network` if it leads nowhere, to no http(s) URL, or on and on.
 */
export function redirected(hop: Hop, { status, headers: told }: Response): Hop {
  if (hop.redirects === MOST_REDIRECTS) {
    throw refused(hop, `redirects more than ${MOST_REDIRECTS} times`);
  }
  const target = parseUrl(told.get("location") ?? "", hop.url);
  if (target === undefined) throw refused(hop, "redirects to what is no URL");
  if (target.protocol !== "http:" && target.protocol !== "https:") {
    throw refused(hop, `redirects to a ${target.protocol} URL`);
  }
  const { url, authorization } = takeCredentials(target);
  const kept = url.origin === hop.url.origin
    ? hop.headers
    : without(hop.headers, CREDENTIALS);
  const headers = authorization === undefined
    ? kept
    : { ...kept, authorization };
  const redirects = hop.redirects + 1;
  if (!becomesGet(status, hop.method)) {
    return { ...hop, url, headers, redirects };
  }
  return {
    ...hop,
    url,
    method: "GET",
    headers: without(headers, OF_THE_BODY),
    hasBody: false,
    redirects,
  };
}

function without(
  headers: HeaderRecord,
  names: readonly string[],
): HeaderRecord {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !names.includes(name)),
  );
}

/** @throws {UploadError} `network` if there is no answer, or one that redirects and of which the runtime hides all else. */
export function checkShown({ url }: Hop, { type }: Response): void {
  if (type === "error") {
    throw new UploadError(
      "network",
      `the upload to ${
        plainUrl(url)
      } failed: 'params.fetch' gave an error for an answer; see why it does`,
    );
  }
  if (type !== "opaqueredirect") return;
  throw new UploadError(
    "network",
    `the server at ${
      plainUrl(url)
    } redirects, and this runtime does not tell where to: ` +
      "upload to the final address, or leave handleRedirects at true",
  );
}

/** A stream is gone once it was sent. */
export function cannotSendAgain({ url }: Hop): UploadError {
  return new UploadError(
    "source",
    `the server redirects to ${
      plainUrl(url)
    }, and a stream cannot be sent again: upload to that address`,
  );
}

function becomesGet(status: number, method: string): boolean {
  return status === 303 ? method !== "GET" : status <= 302 && method === "POST";
}

function refused({ url }: Hop, how: string): UploadError {
  return new UploadError(
    "network",
    `the server at ${
      plainUrl(url)
    } ${how}: upload to the final address, or pass handleRedirects: false`,
  );
}
