import type { HeaderRecord } from "../request/headers.ts";
import type { OpenUpload } from "../request/protocol.ts";

/** Headers that any origin may get; all others may be secrets. */
const HARMLESS = /^(?:accept|content-|user-agent$|prefer$)/;

/**
 * The headers of a call that go to a URL which the server named: to another
 * origin only those that are no secrets.
 */
export function headersTo(
  target: URL,
  { url, headers, keepHeaders }: Pick<
    OpenUpload,
    "url" | "headers" | "keepHeaders"
  >,
): HeaderRecord {
  return target.origin === url.origin
    ? headers
    : headersElsewhere(headers, keepHeaders);
}

/** The headers of a request that go to another origin. */
export function headersElsewhere(
  headers: HeaderRecord,
  keepHeaders: readonly string[],
): HeaderRecord {
  return filterHeaders(
    headers,
    (name) => HARMLESS.test(name) || keepHeaders.includes(name),
  );
}

/** Those headers whose names are kept. */
export function filterHeaders(
  headers: HeaderRecord,
  isKept: (name: string) => boolean,
): HeaderRecord {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => isKept(name)),
  );
}
