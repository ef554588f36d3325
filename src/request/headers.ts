import { attempt } from "../errors/attempt.ts";
import { quote } from "../errors/excerpt.ts";
import { pairsOf, refuse, textOf } from "./validation.ts";

/** Headers that frame the body, which the library sets. */
const FRAMING = ["content-length", "transfer-encoding"];
/**
 * Headers of a connection, not of a request. Node refuses them, and they break
 * requests in other runtimes.
 */
const CONNECTION = [
  "connection",
  "expect",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "upgrade",
];
/** Matches a token, such as a header name or a method (RFC 9110 §5.6.2). */
const TOKEN = /^[!#$%&'*+.^`|~\w-]+$/;
/** Headers that any origin may receive; all others may be secrets. */
const HARMLESS = /^(?:accept|content-|user-agent$|prefer$)/;
/** Matches a header value (RFC 9110 §5.5). */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Request headers by lower-case names. `fetch` processes a record faster than
 * `Headers`.
 */
export type HeaderRecord = Readonly<Record<string, string>>;

/** Whether a text is valid as a header name or a method. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** A name in quotes. A header with its value may be secret, so this cuts it. */
export function quoteName(name: string): string {
  return quote(name.replace(/(.):[^]{2,}/, "$1:…"));
}

/** Whether a text is valid as a header value. */
export function isFieldValue(text: string): boolean {
  return FIELD_VALUE.test(text);
}

/**
 * Checks and converts the caller's request headers. Messages name a header, but
 * never show its value, which may be a secret.
 *
 * @throws {TypeError} If a header cannot be sent.
 */
export function toHeaders(given: unknown): HeaderRecord {
  if (given === undefined || given === null) return {};
  const headers = new Map<string, string>();
  for (const [givenName, value] of pairsOf("headers", given)) {
    if (value === undefined) continue;
    const name = checkHeaderName(givenName);
    const text = toFieldValue(name, textOf("headers", givenName, value));
    const before = headers.get(name);
    // Cookies are joined by semicolons (RFC 6265 §5.4), but not by runtimes.
    const separator = name === "cookie" ? "; " : ", ";
    headers.set(name, before === undefined ? text : before + separator + text);
  }
  for (const name of FRAMING) headers.delete(name);
  const record = Object.fromEntries(headers);
  assertKept(record);
  return record;
}

/**
 * Leaves out the Host that signers add: the runtime sends that of the URL, and
 * most runtimes drop any other silently.
 *
 * @throws {TypeError} If it is not that of the URL.
 */
export function withoutHost(
  { host, ...headers }: HeaderRecord,
  url: URL,
): HeaderRecord {
  if (host === undefined || host.toLowerCase() === url.host) return headers;
  return refuse(
    `'headers' must not include another "host" than that of the URL (${
      quote(url.host)
    })`,
  );
}

/**
 * Refuses headers that the runtime would drop silently, such as `Cookie` in
 * browsers (WHATWG fetch, forbidden request-header). Its `Request` drops them
 * as `fetch` and `XMLHttpRequest` do.
 *
 * @param RequestOfRuntime Its `Request` class.
 * @throws {TypeError} If it drops one.
 */
export function assertKept(
  headers: HeaderRecord,
  RequestOfRuntime = Request,
): void {
  const names = Object.keys(headers);
  if (names.length === 0) return;
  const keep = () =>
    new RequestOfRuntime("http://localhost/", { headers }).headers;
  const kept = attempt(keep, undefined);
  const dropped = names.find((name) =>
    name !== "host" && kept?.has(name) === false
  );
  if (dropped === undefined) return;
  refuse(
    `'headers' must not include ${quoteName(dropped)}: a page cannot set it`,
  );
}

/**
 * The headers that another origin may receive.
 *
 * @param keepHeaders Lower-case names of more headers that it may receive.
 */
export function forOtherOrigin(
  headers: HeaderRecord,
  keepHeaders: readonly string[] = [],
): HeaderRecord {
  return filterHeaders(
    headers,
    (name) => HARMLESS.test(name) || keepHeaders.includes(name),
  );
}

/** The headers whose names are kept. */
export function filterHeaders(
  headers: HeaderRecord,
  isKept: (name: string) => boolean,
): HeaderRecord {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => isKept(name)),
  );
}

function checkHeaderName(given: string): string {
  const shown = quoteName(given);
  if (!isToken(given)) {
    refuse(`'headers' must have valid names, such as "x-id" (got ${shown})`);
  }
  const name = given.toLowerCase();
  if (CONNECTION.includes(name)) {
    refuse(
      `'headers' must not include ${shown}: the runtime manages its connections`,
    );
  }
  return name;
}

/** Normalizes a value as the platform does: without surrounding whitespace. */
function toFieldValue(name: string, value: string): string {
  // The runtime's own message would show the value.
  const text = attempt(() => new Headers([[name, value]]).get(name), null);
  if (text !== null && isFieldValue(text)) return text;
  return refuse(
    `'headers' must have values without control characters or characters above U+00FF (the value of ${
      quote(name)
    } has one)`,
  );
}
