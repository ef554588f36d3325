import { basename } from "@std/path/posix/basename";
import { fromFileUrl } from "@std/path/posix/from-file-url";
import { property } from "../errors/attempt.ts";
import { isBytes } from "../streams/bytes.ts";
import { isNodeReadable } from "../streams/node_readable.ts";
import { quietly } from "../streams/quietly.ts";
import { isReadableStream } from "../streams/readable_stream.ts";
import { isBlob } from "./blob.ts";

/**
 * A source of bytes: a filename or `file:` URL, bytes in memory, a Blob, a
 * stream or an async iterable. Objects of other realms are accepted.
 *
 * Bytes in memory and large chunks of a stream are not copied: leave them as
 * they are until the upload has ended. Chunks of an async iterable are copied,
 * because it may reuse its memory.
 *
 * The upload owns a stream or an iterable from the call on, and closes it
 * however the upload ends. A stream that was read from before is refused with a
 * `TypeError`; a generator that was cannot be recognized. A Node stream that
 * fails, such as for a missing file, ends the upload with code `source`.
 *
 * A string that is clearly no filename, such as JSON, is refused: pass a Blob to
 * send text. A file must not change while it is sent; otherwise the upload ends
 * with code `source`. Filenames need Deno, Node or Bun. Browsers send no
 * streams, so a stream or an iterable is collected there first.
 *
 * @category Options
 */
export type UploadSource =
  | string
  | URL
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<ArrayBuffer | ArrayBufferView>
  | AsyncIterable<ArrayBuffer | ArrayBufferView>;

/** The name of a source that has one, without its directories. */
export function nameOfSource(source: UploadSource): string | undefined {
  if (typeof source === "string") {
    return nameOfPath(source);
  }
  if (source instanceof URL) return nameOfUrl(source);
  const name = isBlob(source) ? property(source, "name") : undefined;
  if (typeof name !== "string") return undefined;
  // `Bun.file()` is not a `File`, and its name is a path.
  return property(source, Symbol.toStringTag) === "File"
    ? name
    : nameOfPath(name);
}

function nameOfPath(path: string): string {
  return basename(path.replaceAll("\\", "/"));
}

function nameOfUrl(url: URL): string {
  try {
    return basename(fromFileUrl(url));
  } catch {
    return basename(url.pathname);
  }
}

/** The length in bytes of a source in memory, which may change later. */
export function lengthOfSource(source: UploadSource): number | undefined {
  return isBytes(source) ? source.byteLength : undefined;
}

/** Whether a source names a file. */
export function isFileSource(source: UploadSource): source is string | URL {
  return typeof source === "string" || source instanceof URL;
}

/**
 * Takes ownership of a source. A Node stream that fails before it is read
 * then no longer ends the program; opening it reports the error.
 */
export function adoptSource(source: UploadSource): void {
  if (isBytes(source) || !isNodeReadable(source)) return;
  quietly(() => source.on("error", () => {}));
}

/** Closes a source that was not opened, and ignores the outcome. */
export function cancelSource(source: UploadSource, reason: unknown): void {
  if (isFileSource(source) || isBytes(source) || isBlob(source)) return;
  quietly(() => {
    if (isReadableStream(source)) return source.cancel(reason);
    if (!isNodeReadable(source)) {
      return source[Symbol.asyncIterator]().return?.();
    }
    adoptSource(source);
    return source.destroy();
  });
}
