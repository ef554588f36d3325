import { property } from "../errors/attempt.ts";
import { UploadError } from "../errors/upload_error.ts";
import { hasMethods, hasSlots } from "../streams/platform_object.ts";

const TAGS: readonly unknown[] = ["Blob", "File"];

/** Whether a value is a Blob of any realm or library, such as jsdom. */
export function isBlob(value: unknown): value is Blob {
  return hasSlots(Blob, "size", TAGS, value) ||
    TAGS.includes(property(value, Symbol.toStringTag)) &&
      typeof property(value, "size") === "number" &&
      typeof property(value, "type") === "string" &&
      (hasMethods(value, "stream") || hasMethods(value, "arrayBuffer"));
}

/**
 * The size of a Blob in bytes; -1 if unknown, such as that of `Bun.stdin`, which
 * is `Infinity`.
 */
export function sizeOfBlob(blob: Blob): number {
  const size = property(blob, "size");
  return typeof size === "number" && Number.isSafeInteger(size) && size >= 0
    ? size
    : -1;
}

/** The bytes of a Blob. One of jsdom has no `stream()`. */
export function streamOfBlob(
  blob: Blob,
): ReadableStream<unknown> | AsyncIterable<unknown> {
  return hasMethods(blob, "stream") ? blob.stream() : readWhole(blob);
}

/**
 * Whether the bytes of a Blob can be read. A browser cannot read a file that has
 * changed on disk, and `fetch` then fails as it does without a network. In a
 * form the file is in the middle, so this reads a byte there.
 */
export async function isReadable(blob: Blob): Promise<boolean> {
  try {
    const middle = Math.floor(blob.size / 2);
    await blob.slice(middle, middle + 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** The error for a Blob that cannot be read. */
export function unreadableBlob(thrown: unknown): UploadError {
  return new UploadError(
    "source",
    "Cannot read the source: its file was changed, moved or removed after it was selected",
    { hint: "select it again", cause: thrown },
  );
}

async function* readWhole(blob: Blob): AsyncGenerator<unknown> {
  yield await blob.arrayBuffer();
}
