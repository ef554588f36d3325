import { protocolError } from "./protocol_error.ts";
import type { RufhVersion } from "./rufh_settings.ts";
import { dictionary } from "./structured_fields.ts";

/** What a server allows: sizes in bytes. */
export interface RufhLimits {
  readonly maxSize: number;
  readonly minSize: number;
  readonly maxAppendSize: number;
  /** The last append may be smaller. */
  readonly minAppendSize: number;
  /** How long the upload lives from the response on, in seconds. */
  readonly maxAge: number;
}

/** The limits of a server that announces none. */
export const NO_LIMITS: RufhLimits = {
  maxSize: Infinity,
  minSize: 0,
  maxAppendSize: Infinity,
  minAppendSize: 0,
  maxAge: Infinity,
};

/**
 * The limits in `Upload-Limit`; undefined if there are none, or if the field is
 * malformed and so is ignored (draft -11, Limits).
 */
export function parseLimits(
  headers: Headers,
  version: RufhVersion,
): RufhLimits | undefined {
  const field = headers.get("upload-limit");
  const members = field === null ? undefined : dictionary(field);
  if (members === undefined) return undefined;
  const names = {
    maxSize: "max-size",
    minSize: "min-size",
    maxAppendSize: "max-append-size",
    minAppendSize: "min-append-size",
    // Draft -06 renamed it.
    maxAge: version === 6 ? "expires" : "max-age",
  } as const;
  const isValid = Object.values(names).every((name) => {
    const value = members.get(name);
    return !members.has(name) || typeof value === "number" && value >= 0;
  });
  if (!isValid) return undefined;
  const limit = (name: keyof RufhLimits) => {
    const value = members.get(names[name]);
    return typeof value === "number" ? value : NO_LIMITS[name];
  };
  return {
    maxSize: limit("maxSize"),
    minSize: limit("minSize"),
    maxAppendSize: limit("maxAppendSize"),
    minAppendSize: limit("minAppendSize"),
    maxAge: limit("maxAge"),
  };
}

/**
 * The size of an append that a caller wants, within the limits of the server. It
 * is 1 or more, even if the server takes nothing: what is read by it must end.
 */
export function appendSizeWithin(
  { minAppendSize, maxAppendSize }: RufhLimits,
  wanted: number,
): number {
  return Math.max(1, Math.min(Math.max(wanted, minAppendSize), maxAppendSize));
}

/**
 * The error for an upload that a server does not take.
 *
 * @param size Its size in bytes, or how far it is known to go.
 */
export function limitError(
  url: URL,
  { maxSize, minAppendSize, maxAppendSize }: RufhLimits,
  size = 0,
): Error | undefined {
  if (size > maxSize) {
    return protocolError(
      url,
      `the source has ${size} bytes or more, and the server takes ${maxSize}`,
      { hint: "see the documentation of the server" },
    );
  }
  if (maxAppendSize > 0 && minAppendSize <= maxAppendSize) return undefined;
  return protocolError(
    url,
    `the server takes appends of ${minAppendSize} to ${maxAppendSize} bytes, which none can have`,
  );
}
