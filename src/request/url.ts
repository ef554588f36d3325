import { attempt } from "../errors/attempt.ts";

/** A URL; undefined if it is not valid. Node 20 has no `URL.parse`. */
export function parseUrl(url: string | URL, base?: URL): URL | undefined {
  return attempt(() => new URL(url, base), undefined);
}

/**
 * Moves user and password from a URL to the value of an Authorization header
 * (RFC 7617).
 */
export function takeCredentials(
  url: URL,
): { url: URL; authorization: string | undefined } {
  if (url.username === "" && url.password === "") {
    return { url, authorization: undefined };
  }
  const bytes = new TextEncoder().encode(
    `${decodeEscapes(url.username)}:${decodeEscapes(url.password)}`,
  );
  // One by one: a call takes about 100,000 arguments at most.
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const authorization = `Basic ${btoa(text)}`;
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return { url: bare, authorization };
}

/** Decodes escapes. Any other percent sign stays. */
function decodeEscapes(text: string): string {
  return text.replace(
    /(?:%[0-9a-f]{2})+/gi,
    (escapes) => attempt(() => decodeURIComponent(escapes), escapes),
  );
}
