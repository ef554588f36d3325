import { kindOf } from "../errors/kind_of.ts";
import { UploadError } from "../errors/upload_error.ts";

/** The iterators that uploads have taken, each of which gives its bytes once. */
const taken = new WeakSet<object>();

/**
 * The iterator of an iterable. One that was taken before is refused: it would
 * give no bytes, which is what an empty source gives.
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
      "Cannot read source: its iterator was used before",
      {
        hint:
          "make a new one for each upload, and each time that a function is called",
      },
    );
  }
  taken.add(iterator);
  return iterator;
}
