import { property } from "../errors/attempt.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { Bytes } from "../streams/bytes.ts";
import { hasMethods } from "../streams/platform_object.ts";

const TAGS: readonly unknown[] = ["Blob", "File"];

/** Whether a value is a Blob of any realm or library, such as jsdom. */
export function isBlob(value: unknown): value is Blob {
  return TAGS.includes(property(value, Symbol.toStringTag)) &&
    typeof property(value, "size") === "number" &&
    typeof property(value, "type") === "string" &&
    (hasMethods(value, "stream") || hasMethods(value, "arrayBuffer"));
}

/**
 * The size of a Blob in bytes; -1 if unknown, such as that of `Bun.stdin`, which
 * is `Infinity`.
 */
export function sizeOfBlob({ size }: Blob): number {
  return Number.isSafeInteger(size) && size >= 0 ? size : -1;
}

/** The bytes of a Blob. One of jsdom has no `stream()`. */
export function streamOfBlob(
  blob: Blob,
): ReadableStream<unknown> | AsyncIterable<unknown> {
  return hasMethods(blob, "stream") ? blob.stream() : readWhole(blob);
}

/** The Blobs that a Blob was joined from. */
const joined = new WeakMap<Blob, readonly Blob[]>();

/** Joins parts into a Blob without reading them. */
export function joinBlob(parts: readonly (Blob | Bytes)[]): Blob {
  const blob = new Blob([...parts]);
  joined.set(blob, parts.filter((part) => part instanceof Blob));
  return blob;
}

/**
 * Checks that the bytes of a Blob can be read. A browser cannot read a file that
 * has changed on disk, and then fails as it does without a network. So this reads
 * a byte of each Blob that it was joined from. The caller may have put a file
 * between other bytes, so that byte is in the middle.
 *
 * @throws {UploadError} `source` if they cannot.
 */
export async function assertReadable(blob: Blob): Promise<void> {
  try {
    for (const part of joined.get(blob) ?? [blob]) {
      const middle = Math.floor(part.size / 2);
      // In Chromium a file that was removed can have a size of 0, and then its
      // slices are empty.
      const byte = part.size === 0 ? part : part.slice(middle, middle + 1);
      const { byteLength } = await byte.arrayBuffer();
      // Firefox reads fewer bytes of a file that was truncated.
      if (byteLength !== byte.size) throw new RangeError("its size changed");
    }
  } catch (thrown) {
    throw unreadableBlob(thrown);
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
