import { basename } from "@std/path/posix/basename";
import { fromFileUrl } from "@std/path/posix/from-file-url";
import { isBytes } from "../streams/bytes.ts";

/**
 * What can be uploaded: a filename or `file:` URL, bytes that are there already, or bytes that
 * are yet to come. Bytes in memory and chunks of a stream are not copied: leave them as they are
 * until the upload has ended. Those of an async iterable are, for it may use its memory again.
 *
 * Names of files need a runtime that has some: Deno, Node or Bun. In browsers, which send no
 * stream, a stream and an iterable are collected before they are sent.
 */
export type UploadSource =
  | string
  | URL
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>;

/** The name of a source that has one, without its directories. */
export function nameOfSource(source: UploadSource): string | undefined {
  if (source instanceof File) return source.name;
  if (typeof source === "string") return basename(source.replaceAll("\\", "/"));
  if (!(source instanceof URL)) return undefined;
  try {
    return basename(fromFileUrl(source));
  } catch {
    return basename(source.pathname);
  }
}

/** The length in bytes of a source in memory, which its owner could change later. */
export function lengthOfSource(source: UploadSource): number | undefined {
  return isBytes(source) ? source.byteLength : undefined;
}

/** Whether a source is one of the file system. */
export function isFileSource(source: UploadSource): source is string | URL {
  return typeof source === "string" || source instanceof URL;
}

/** Lets go of a source that will not be opened: a stream of the caller is cancelled, as `fetch` does. */
export function cancelSource(source: UploadSource, reason: unknown): void {
  if (source instanceof ReadableStream) source.cancel(reason).catch(() => {});
}

/** Whether a source can be opened more than once. */
export function isRepeatable(source: UploadSource): boolean {
  return isFileSource(source) || source instanceof Blob || isBytes(source);
}
