import { UploadError } from "../errors/upload_error.ts";
import type { ByteRange } from "../streams/bytes.ts";

/**
 * Checks that a range is inside a source, so that no part of an upload is
 * silently shorter than it should be.
 *
 * @param size The size of the source in bytes; -1 if unknown.
 * @throws {UploadError} `source` if it is not inside.
 */
export function checkRange({ start, end }: ByteRange, size: number): void {
  const isOrdered = 0 <= start && start <= end && end <= size;
  if (isOrdered && Number.isInteger(start) && Number.isInteger(end)) return;
  const state = size < 0 ? "its size is not known" : `it has ${size} bytes`;
  throw new UploadError(
    "source",
    `Cannot open bytes ${start} to ${end} of the source: ${state}`,
  );
}
