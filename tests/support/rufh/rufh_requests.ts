import type { InteropVersion } from "./upload_limits.ts";

/** The header of every request of a version of the draft. */
export function rufhHeaders(version: InteropVersion): Record<string, string> {
  return { "upload-draft-interop-version": String(version) };
}

/** The headers of an append. */
export function appendHeaders(
  version: InteropVersion,
  offset: number,
  complete: boolean,
): Record<string, string> {
  return {
    ...rufhHeaders(version),
    "content-type": "application/partial-upload",
    "upload-offset": String(offset),
    "upload-complete": complete ? "?1" : "?0",
  };
}
