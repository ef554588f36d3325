import { kindOf } from "../errors/kind_of.ts";
import { UploadError } from "../errors/upload_error.ts";

/** The iterators that uploads have taken: each yields its bytes once. */
const taken = new WeakSet<object>();

/**
 * The iterator of an iterable. An iterator that was taken before is refused: it
 * would yield no bytes, like an empty source.
 *
 * @throws {UploadError} `source` if it was taken before.
 */
export function takeIterator(
  source: AsyncIterable<unknown>,
): AsyncIterator<unknown> {
  const iterator = source[Symbol.asyncIterator]();
  if (Object(iterator) !== iterator) {
    throw new TypeError(`its iterator is no object (got ${kindOf(iterator)})`);
  }
  if (taken.has(iterator)) {
    throw new UploadError(
      "source",
      "Cannot read the source: its iterator was used before",
      {
        hint:
          "create a new one for each upload, and for each call of a source function",
      },
    );
  }
  taken.add(iterator);
  return iterator;
}
