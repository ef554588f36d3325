import { parseUrl } from "../request/url.ts";

/** Decodes no byte that is not UTF-8. */
const STRICT_UTF_8 = new TextDecoder("utf-8", { fatal: true });
/** Where a further value begins, if `Headers` has joined several: what follows starts a URL, or there is nothing. */
const NEXT_VALUE = /, (?=\/|[a-z][a-z0-9+.-]*:|$)/i;
/** More than this of a scheme is not shown. */
const SHOWN_LENGTH = 20;

/**
 * The URL that an answer redirects to, or why there is none to follow.
 *
 * @param base The URL that gave the answer. Its fragment stays, if the other has none (RFC 9110 §10.2.2).
 */
export function locationOf(headers: Headers, base: URL): URL | string {
  const values = new Set((headers.get("location") ?? "").split(NEXT_VALUE));
  if (values.size > 1) return "it has several Location headers";
  const [value = ""] = values;
  const url = parseUrl(decodeLocation(value), base);
  if (url === undefined) return "its Location is not a valid URL";
  const { protocol } = url;
  if (protocol !== "http:" && protocol !== "https:") {
    return `it leads to a "${protocol.slice(0, SHOWN_LENGTH)}" URL`;
  }
  if (base.protocol === "https:" && protocol === "http:") {
    return "it leads from https: to http:";
  }
  if (!url.href.includes("#")) url.hash = base.hash;
  return url;
}

/**
 * A location as its server means it. Headers show each byte as one character, and servers send
 * UTF-8; what is not UTF-8 stays as it is shown, as Latin-1. workerd has decoded it already.
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
