import { isHttp, parseUrl } from "../request/url.ts";

/** Throws for bytes that are not UTF-8. */
const STRICT_UTF_8 = new TextDecoder("utf-8", { fatal: true });
/** Matches the comma between values that `Headers` has joined. */
const NEXT_VALUE = /, (?=\/|[a-z][a-z0-9+.-]*:|$)/i;
/** The maximum length of a scheme in a message. */
const MAX_SCHEME = 20;

/**
 * The URL that a response redirects to, or the reason why it cannot be followed.
 *
 * @param base The URL of the response. Its fragment is kept if the location has
 * none (RFC 9110 §10.2.2).
 */
export function locationOf(headers: Headers, base: URL): URL | string {
  const values = new Set((headers.get("location") ?? "").split(NEXT_VALUE));
  if (values.size > 1) return "it has several Location headers";
  const [value = ""] = values;
  const url = parseUrl(decodeLocation(value), base);
  if (url === undefined) return "its Location is not a valid URL";
  const { protocol } = url;
  if (!isHttp(url)) {
    return `it leads to a "${protocol.slice(0, MAX_SCHEME)}" URL`;
  }
  if (base.protocol === "https:" && protocol === "http:") {
    return "it leads from https: to http:";
  }
  if (!url.href.includes("#")) url.hash = base.hash;
  return url;
}

/**
 * Decodes a location as UTF-8, which servers send but `Headers` reads as
 * Latin-1. Invalid UTF-8 stays Latin-1. workerd has decoded it already.
 */
function decodeLocation(value: string): string {
  if (/[\u0100-\uffff]/.test(value)) return value;
  try {
    return STRICT_UTF_8.decode(
      Uint8Array.from(value, (character) => character.charCodeAt(0)),
    );
  } catch {
    return value;
  }
}
