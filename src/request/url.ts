import { attempt } from "../errors/attempt.ts";
import { toBase64 } from "../streams/base64.ts";
import { decodePercent } from "../streams/percent_encoding.ts";

/** Parses a URL; undefined if it is invalid. Node 20 has no `URL.parse`. */
export function parseUrl(url: string | URL, base?: URL): URL | undefined {
  return attempt(() => new URL(url, base), undefined);
}

/** The globals of a page or a worker that relative URLs are resolved against. */
interface PageGlobals {
  readonly document?: { readonly baseURI: string };
  readonly location?: { readonly href: string };
}

/** Whether a URL is an http: or https: URL. */
export function isHttp({ protocol }: URL): boolean {
  return protocol === "http:" || protocol === "https:";
}

/**
 * The URL that relative URLs are resolved against, as in `fetch`: the base URL of
 * the page, or the URL of the worker. Undefined if there is none, such as in
 * Node.
 */
export function pageUrl(): URL | undefined {
  const { document, location }: PageGlobals = globalThis;
  for (const text of [document?.baseURI, location?.href]) {
    const url = text === undefined ? undefined : parseUrl(text);
    if (url !== undefined && isHttp(url)) return url;
  }
  return undefined;
}

/**
 * Moves user and password from a URL to an Authorization header, if there are
 * any (RFC 7617).
 */
export function takeCredentials(
  url: URL,
): { url: URL; credentials: { authorization?: string } } {
  if (url.username === "" && url.password === "") {
    return { url, credentials: {} };
  }
  const bytes = new TextEncoder().encode(
    `${decodePercent(url.username)}:${decodePercent(url.password)}`,
  );
  const authorization = `Basic ${toBase64(bytes)}`;
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return { url: bare, credentials: { authorization } };
}
