import { UploadError } from "../errors/upload_error.ts";

const MIB = 1024 * 1024;
/** In bytes. */
export const DEFAULT_PART_SIZE = 8 * MIB;
/** In bytes: of a part, and of an object that is sent in one request. */
export const MAX_PART_SIZE = 5 * 1024 * MIB;
/** The maximum number of parts of an object. */
export const MAX_PARTS = 10_000;

/**
 * The size in bytes of all parts but the last. R2 refuses others.
 *
 * @param size The size of the source; -1 if it is not known.
 * @param given The `partSize` of the caller, which grows if there would be too
 * many parts.
 */
export function partSizeFor(size: number, given = DEFAULT_PART_SIZE): number {
  const min = Math.ceil(size / MAX_PARTS);
  return given >= min ? given : Math.ceil(min / MIB) * MIB;
}

/** How many parts a source of known size has; an empty one has one. */
export function partCount(size: number, partSize: number): number {
  return Math.max(Math.ceil(size / partSize), 1);
}

/** @throws {UploadError} `source` if an object cannot have that many bytes. */
export function assertStorable(size: number, { host }: URL): void {
  const max = MAX_PART_SIZE * MAX_PARTS;
  if (size <= max) return;
  throw new UploadError(
    "source",
    `Cannot upload to "${host}": the source has ${size} bytes, but an object can have at most ${max}`,
  );
}

/** The error for a source of unknown length that turned out too long. */
export function tooManyParts({ host }: URL, partSize: number): UploadError {
  return new UploadError(
    "source",
    `Cannot upload to "${host}": the source has more than ${MAX_PARTS} parts of ${partSize} bytes`,
    { hint: "pass a larger 'partSize', or the 'size' of the source" },
  );
}
