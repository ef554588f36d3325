import { isBytes } from "../streams/bytes.ts";
import { takeIterator } from "../streams/iterator.ts";
import { isNodeReadable } from "../streams/node_readable.ts";
import { quietly } from "../streams/quietly.ts";
import { isReadableStream } from "../streams/readable_stream.ts";
import { isBlob } from "./blob.ts";
import { Form } from "./form.ts";
import type { SingleSource } from "./source.ts";
import { isFileSource } from "./upload_source.ts";

/**
 * Takes ownership of a source. A Node stream that fails before it is read no
 * longer ends the program then: opening it reports the error.
 */
export function adoptSource(source: SingleSource | Form): void {
  if (source instanceof Form) return source.sources.forEach(adoptSource);
  if (isBytes(source) || !isNodeReadable(source)) return;
  quietly(() => source.on("error", () => {}));
}

/** Closes a source that was not opened, and ignores the outcome. */
export function cancelSource(
  source: SingleSource | Form,
  reason: unknown,
): void {
  if (source instanceof Form) {
    return source.sources.forEach((part) => cancelSource(part, reason));
  }
  if (typeof source === "function" || isFileSource(source)) return;
  if (isBytes(source) || isBlob(source)) return;
  quietly(() => {
    if (isReadableStream(source)) return source.cancel(reason);
    if (!isNodeReadable(source)) {
      return takeIterator(source).return?.();
    }
    adoptSource(source);
    return source.destroy();
  });
}
