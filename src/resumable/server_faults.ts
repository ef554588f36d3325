import type { Reply } from "../request/protocol.ts";
import { protocolError } from "./protocol_error.ts";

/**
 * Checks an offset that the server has named.
 *
 * @param min The least that it may be: what was acknowledged before.
 * @param max The most that it may be: what was sent.
 * @throws {UploadError} `protocol` if it is out of bounds.
 */
export function checkOffset(
  offset: number,
  url: URL,
  min: number,
  max: number,
): number {
  if (offset >= min && offset <= max) return offset;
  throw protocolError(
    url,
    `the server has an Upload-Offset of ${offset}, but it can be from ${min} to ${max}`,
  );
}

/** The error for a reply that does not say how much the server has stored. */
export function noOffset({ response: { status } }: Reply, url: URL): Error {
  return protocolError(
    url,
    `the server responded ${status} without a valid Upload-Offset`,
    { hint: "for browsers, check that it exposes its headers" },
  );
}

/** The error for a source that has not the size that the server expects. */
export function otherLength(url: URL, length: number, total: number): Error {
  return protocolError(
    url,
    `the server expects ${length} bytes, but the source has ${total}`,
  );
}
