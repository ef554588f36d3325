import { forOtherOrigin, type HeaderRecord } from "../request/headers.ts";
import type { OpenUpload } from "../request/protocol.ts";

/**
 * The headers of a call that go to a URL which the server named: to another
 * origin only those that are not secret.
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
    : forOtherOrigin(headers, keepHeaders);
}
