import type { Reply } from "../request/protocol.ts";
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
