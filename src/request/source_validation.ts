import { isBytes, isDetached } from "../streams/bytes.ts";
import { kindOf } from "../errors/kind_of.ts";
import { refuse } from "./validation.ts";
import type { UploadSource } from "../source/upload_source.ts";
import { parseUrl } from "./url.ts";

/** Checks what is to be uploaded as far as that can be told without opening it. */
export function checkSource(source: unknown, size: unknown): UploadSource {
  if (typeof source === "string") return checkFilename(source);
  if (isBytes(source)) {
    return checkLength(checkAttached(source), source.byteLength, size);
  }
  if (source instanceof URL) return checkFileUrl(source);
  if (source instanceof Blob) return checkLength(source, source.size, size);
  if (source instanceof ReadableStream) {
    if (!source.locked) return source;
    refuse("'source' must be a stream that nobody else reads (it is locked)");
  }
  if (isAsyncIterable(source)) return source;
  return refuse(
    "'source' must be a filename, a file: URL, a Blob, an ArrayBuffer, a typed array, " +
      `a ReadableStream or an async iterable (got ${kindOf(source)})`,
  );
}

/** Checks a filename. A string that is a `file:` URL, as `import.meta.resolve()` returns, becomes one. */
function checkFilename(name: string): string | URL {
  if (/^file:\//i.test(name)) {
    return checkFileUrl(
      parseUrl(name) ?? refuse("'source' must be a valid file: URL"),
    );
  }
  if (name === "") refuse("'source' must not be an empty filename");
  if (name.includes("\0")) {
    refuse("'source' must not have a NUL character in its filename");
  }
  return name;
}

function checkFileUrl(url: URL): URL {
  if (url.protocol !== "file:") {
    refuse(`'source' must be a file: URL (got ${url.protocol})`);
  }
  if (/%00/.test(url.pathname)) {
    refuse("'source' must not have a NUL character in its filename");
  }
  return url;
}

function checkLength<Source>(
  source: Source,
  length: number,
  size: unknown,
): Source {
  if (size === undefined || size === length) return source;
  return refuse(`'params.size' must be the size of 'source' (${length})`);
}

function checkAttached<Source extends ArrayBuffer | ArrayBufferView>(
  source: Source,
): Source {
  if (!isDetached(source)) return source;
  return refuse(
    "'source' must not be detached (its buffer was transferred to somebody else)",
  );
}

function isAsyncIterable(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === "object" && value !== null &&
    Symbol.asyncIterator in value;
}
