/** The interop versions that the server speaks: 8 is draft -09 to -11, 6 is draft -04 and -05. */
export type InteropVersion = 6 | 8;

/** Limits of an upload, in bytes and seconds. */
export interface UploadLimits {
  readonly maxSize?: number;
  readonly minSize?: number;
  readonly maxAppendSize?: number;
  readonly minAppendSize?: number;
  /** The lifetime of an upload resource in seconds. */
  readonly maxAge?: number;
}

/**
 * The value of `Upload-Limit`; undefined if there are no limits.
 *
 * @param age How long the upload resource has lived, in seconds.
 */
export function limitField(
  { maxSize, minSize, maxAppendSize, minAppendSize, maxAge }: UploadLimits,
  version: InteropVersion,
  age = 0,
): string | undefined {
  const members = {
    "max-size": maxSize,
    "min-size": minSize,
    "max-append-size": maxAppendSize,
    "min-append-size": minAppendSize,
    // Draft -06 renamed it.
    [version === 6 ? "expires" : "max-age"]: maxAge === undefined
      ? undefined
      : Math.max(0, Math.floor(maxAge - age)),
  };
  const field = Object.entries(members)
    .flatMap(([key, value]) => value === undefined ? [] : `${key}=${value}`)
    .join(", ");
  return field === "" ? undefined : field;
}
