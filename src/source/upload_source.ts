import { property } from "../errors/attempt.ts";
import { decodePercent } from "../streams/percent_encoding.ts";
import { isBlob } from "./blob.ts";

/**
 * A source of bytes:
 * - a filename or a `file:` URL,
 * - bytes in memory, or a Blob,
 * - a stream or an async iterable,
 * - a `Request` or a `Response`,
 * - an object with a `readable` stream, such as `Deno.stdin`, a `Deno.FsFile` or
 *   a `TransformStream`.
 *
 * Objects of other realms are accepted.
 *
 * A string that is clearly not a filename, such as JSON, is refused: pass a Blob
 * to send text. A file must not change while it is sent, or since it was selected
 * in a page; otherwise the upload ends with code `source`. Firefox notices
 * changed bytes of a selected file only if the file is shorter now. Filenames
 * need Deno, Node or Bun.
 *
 * Bytes in memory and large chunks of a stream are not copied, so they must not
 * change until the upload has ended. Chunks of an async iterable are copied,
 * because it may reuse its memory.
 *
 * The upload owns a stream or an iterable from the call on, and always closes
 * it. A stream that was read before is refused with a `TypeError`. A generator
 * that another upload or part took ends the upload with code `source`; one that
 * was read elsewhere cannot be detected. A Node stream that fails, such as for a
 * missing file, ends the upload with code `source`. Browsers send no streams, so
 * there a stream or an iterable is collected first.
 *
 * A `Request` or `Response` stands for its body, which may be empty. Its
 * Content-Type is the default one, and its `Content-Length` is the size. Its other
 * headers are not sent: pass its `Content-Encoding` in `headers` if a `Request` has
 * one. The body of a `Response` was decoded, so then its size is unknown. A
 * `Response` with a status other than 2xx is refused, because its body is an error
 * page.
 *
 * @example The body of a response
 * ```ts
 * import { type ByteSource, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ headers }) => new Response(headers.get("content-type")),
 * );
 * const source: ByteSource = Response.json({ id: 7 });
 *
 * const { response } = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   source,
 * });
 *
 * assertEquals(response, "application/json");
 * ```
 *
 * @category Options
 */
export type ByteSource =
  | PlainSource
  | Request
  | Response
  | { readonly readable: ReadableStream<ArrayBuffer | ArrayBufferView> };

/**
 * The bytes that a {@linkcode SourceFunction} must open.
 *
 * @category Options
 */
export interface SourceRange {
  /** The offset of the first byte. */
  readonly start: number;
  /** The offset after the last byte; absent for all bytes from `start`. */
  readonly end?: number;
}

/**
 * Opens the bytes of a source each time they are needed. Unlike a stream, such a
 * source can be sent again, and from any offset.
 *
 * The function is called with `{ start: 0 }` for all bytes. Their number is
 * `size`, or the size of the first result. If that is unknown, the body is
 * chunked, and a later call must not return fewer bytes. For a range it must
 * return exactly the bytes of that range. If it does not, or throws, the upload
 * ends with code `source`. An `UploadError` that it throws ends it as is.
 *
 * The upload closes what the function returns. A filename is resolved with
 * `baseDirectory` and `followLinks` of the call. The Content-Type of the result
 * is ignored: pass `contentType`.
 *
 * @example A file of another server, in ranges
 * ```ts
 * import { type SourceFunction, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) =>
 *     new Response(
 *       request.method === "GET" ? "hello" : await request.text(),
 *     ),
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const source: SourceFunction = ({ start, end = Infinity }) =>
 *   fetch(url, {
 *     headers: start === 0 && end === Infinity
 *       ? {}
 *       : { range: `bytes=${start}-${end - 1}` },
 *   });
 *
 * const { response } = await upload({ url, source });
 *
 * assertEquals(response, "hello");
 * ```
 *
 * @category Options
 */
export type SourceFunction = (
  range: SourceRange,
) => ByteSource | Promise<ByteSource>;

/**
 * What an upload sends: bytes of any kind, a function that opens them, or
 * `FormData`. The latter is streamed from its Blobs, with an exact
 * `Content-Length`.
 *
 * @category Options
 */
export type UploadSource = ByteSource | SourceFunction | FormData;

/**
 * A source that is opened as it is.
 *
 * @category Options
 */
export type PlainSource =
  | string
  | URL
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<ArrayBuffer | ArrayBufferView>
  | AsyncIterable<ArrayBuffer | ArrayBufferView>;

/** The checked result of a {@linkcode SourceFunction}. */
export interface ReturnedSource {
  readonly source: PlainSource;
  /** In bytes; undefined if unknown before it is opened. */
  readonly size: number | undefined;
}

/** A {@linkcode SourceFunction} whose results are checked. */
export type CheckedSourceFunction = (
  range: SourceRange,
) => Promise<ReturnedSource>;

/** The name of a source that has one, without its directories. */
export function nameOfSource(source: unknown): string | undefined {
  if (typeof source === "string") return nameOfPath(source);
  if (source instanceof URL) return lastPartOf(decodePercent(source.pathname));
  const name = isBlob(source) ? property(source, "name") : undefined;
  if (typeof name !== "string") return undefined;
  // `Bun.file()` is not a `File`, and its name is a path.
  return property(source, Symbol.toStringTag) === "File"
    ? name
    : nameOfPath(name);
}

function nameOfPath(path: string): string {
  return lastPartOf(path.replaceAll("\\", "/"));
}

function lastPartOf(path: string): string {
  return path.split("/").findLast((part) => part !== "") ?? "";
}

/** Whether a source is a filename or a `file:` URL. */
export function isFileSource(source: unknown): source is string | URL {
  return typeof source === "string" || source instanceof URL;
}
