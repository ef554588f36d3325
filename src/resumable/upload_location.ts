import type { Reply } from "../request/protocol.ts";
import { parseUrl } from "../request/url.ts";
import { locationOf } from "../transfer/location.ts";
import { protocolError } from "./protocol_error.ts";

/**
 * Where a server has created an upload, or what it did instead, such as
 * `responded 200 without a Location`.
 *
 * @param target The URL that creates uploads, which is none itself: it must
 * neither get the bytes of one nor be deleted in its place.
 * @throws {UploadError} `protocol` if the Location must not be used.
 */
export function uploadLocation({ response }: Reply, target: URL): URL | string {
  const { headers, status } = response;
  if (!headers.has("location")) return `responded ${status} without a Location`;
  const base = parseUrl(response.url) ?? target;
  const url = locationOf(headers, base);
  if (typeof url === "string") {
    throw protocolError(target, `the Location is refused: ${url}`);
  }
  const isTarget = [base, target].some((other) => isSameResource(url, other));
  return isTarget ? "named the URL of the call as its Location" : url;
}

function isSameResource(one: URL, other: URL): boolean {
  return one.origin === other.origin && one.pathname === other.pathname &&
    one.search === other.search;
}
