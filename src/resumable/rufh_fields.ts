import type { Reply } from "../request/protocol.ts";
import { protocolError } from "./protocol_error.ts";
import { booleanItem, integerItem } from "./structured_fields.ts";

/** The `Upload-Offset` of a reply; undefined if it has no valid one. */
export function offsetIn({ response }: Reply): number | undefined {
  return integerItem(response.headers.get("upload-offset"));
}

/** Its `Upload-Length`, likewise. */
export function lengthIn({ response }: Reply): number | undefined {
  return integerItem(response.headers.get("upload-length"));
}

/** Its `Upload-Complete`, likewise. */
export function completenessIn({ response }: Reply): boolean | undefined {
  return booleanItem(response.headers.get("upload-complete"));
}

/**
 * Checks an offset that the server has named.
 *
 * @param min What it has acknowledged before.
 * @param max What was sent.
 * @throws {UploadError} `protocol` if it cannot be.
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
