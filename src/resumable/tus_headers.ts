import type { Reply } from "../request/protocol.ts";
import { checkOffset, noOffset } from "./server_faults.ts";

/** The largest number of an offset or a length has 15 digits, which are exact. */
const INTEGER = /^\d{1,15}$/;

/**
 * The `Upload-Offset` of a reply.
 *
 * @param min The least that it may be: what was acknowledged before.
 * @param max The most that it may be: what was sent.
 * @throws {UploadError} `protocol` if it is none, or out of bounds.
 */
export function offsetOf(
  reply: Reply,
  url: URL,
  min: number,
  max: number,
): number {
  const value = reply.response.headers.get("upload-offset") ?? "";
  if (!INTEGER.test(value)) throw noOffset(reply, url);
  return checkOffset(Number(value), url, min, max);
}

/** The `Upload-Length` of a reply; undefined if it has none. */
export function lengthOf({ response }: Reply): number | undefined {
  const value = response.headers.get("upload-length") ?? "";
  return INTEGER.test(value) ? Number(value) : undefined;
}

/**
 * When an upload expires, in ms since 1970 by the clock here, which may differ
 * from that of the server; undefined if the reply does not say it.
 */
export function expiryOf(
  { response: { headers } }: Reply,
  now: number,
): number | undefined {
  const expires = Date.parse(headers.get("upload-expires") ?? "");
  if (Number.isNaN(expires)) return undefined;
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(date) ? expires : now + expires - date;
}
