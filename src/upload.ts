import type { Upload } from "./handle.ts";
import type { UploadMethod } from "./request/method.ts";
import type { UploadOptions } from "./request/options.ts";
import type { UploadParams } from "./request/params.ts";
import type { SourceDetails } from "./request/source_details.ts";
import type { UploadSource } from "./source/upload_source.ts";
import { startUpload } from "./start_upload.ts";

/**
 * Uploads a file, or any source of bytes, over HTTP. The upload starts at once.
 * With `progress` its events are `began`, `progress`, `retrying` and `ended`,
 * otherwise only `ended`.
 *
 * A body of known length is sent with a `Content-Length` (RFC 9110 §8.6), any
 * other body chunked. The source is read while it is sent.
 *
 * Without `retry`, a request is repeated only if that is safe:
 * - with any method, if the server did not process it (RFC 9113 §8.7),
 * - once with an idempotent method, if the connection died before a response
 *   began (RFC 9110 §9.2.2).
 *
 * With `retry` a failed upload is attempted again, with any method. A stream is
 * never sent again, but a function can open its bytes again.
 *
 * @param options What to send, where and how.
 * @returns The handle: to await, to iterate over and to cancel with.
 * @throws {TypeError} If an option is invalid. Every other failure is an event.
 *
 * @example A Blob, with progress
 * ```ts
 * import { upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => new Response(await request.text()),
 * );
 * const phases = [];
 * for await (
 *   const event of upload({
 *     url: `http://127.0.0.1:${server.addr.port}/`,
 *     method: "PUT",
 *     source: new Blob(["hello"]),
 *     progress: true,
 *   })
 * ) {
 *   phases.push(event.phase);
 * }
 *
 * assertEquals(phases, ["began", "progress", "ended"]);
 * ```
 *
 * @category Calling
 */
export function upload(options: UploadOptions): Upload;
/**
 * Uploads with options, in the argument order of the original
 * `network.upload()`. Equivalent to the object form, `upload(options)`.
 *
 * @param url The URL to upload to, `http:` or `https:`; absolute, except in
 * pages and workers. A user and password in it become Basic authorization (RFC
 * 7617).
 * @param method The HTTP method, such as `PUT` or `POST`.
 * @param params The options. `undefined` stands for none.
 * @param source The bytes to send: a filename, a `file:` URL, a Blob, bytes, a
 * stream, an async iterable, a `Request` or `Response`, `FormData`, or a
 * function that opens them.
 * @param details The base directory of a filename, the Content-Type, or both. The
 * options `baseDirectory` and `contentType` of {@linkcode UploadOptions} describe
 * them.
 * @returns The handle: to await, to iterate over and to cancel with.
 * @throws {TypeError} If an argument is invalid. Every other failure is an
 * event.
 *
 * @example A file, with options
 * ```ts
 * import { TemporaryDirectory, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async ({ headers, body }) => {
 *     await body?.cancel();
 *     return new Response(headers.get("content-type"));
 *   },
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const file = await Deno.makeTempFile({ suffix: ".json" });
 *
 * const { response } = await upload(
 *   url,
 *   "POST",
 *   { headers: { "x-id": 7 }, timeout: 60 },
 *   file,
 *   TemporaryDirectory,
 *   "application/geo+json",
 * );
 *
 * assertEquals(response, "application/geo+json");
 * await Deno.remove(file);
 * ```
 *
 * @category Calling
 */
export function upload(
  url: string | URL,
  method: UploadMethod,
  params: UploadParams | undefined,
  source: UploadSource,
  ...details: SourceDetails
): Upload;
/**
 * Uploads without options, in the argument order of the original
 * `network.upload()`. Equivalent to the object form, `upload(options)`.
 *
 * @typeParam Source The type of `source`. If the third argument is not a source,
 * type errors refer only to the overload with options.
 * @param url The URL to upload to, `http:` or `https:`; absolute, except in
 * pages and workers. A user and password in it become Basic authorization (RFC
 * 7617).
 * @param method The HTTP method, such as `PUT` or `POST`.
 * @param source The bytes to send: a filename, a `file:` URL, a Blob, bytes, a
 * stream or an async iterable.
 * @param details The base directory of a filename, the Content-Type, or both.
 * @returns The handle: to await, to iterate over and to cancel with.
 * @throws {TypeError} If an argument is invalid. Every other failure is an
 * event.
 *
 * @example Bytes, and only the response
 * ```ts
 * import { upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     const { length } = await request.bytes();
 *     return new Response(`got ${length} bytes`);
 *   },
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const bytes = new Uint8Array(1000);
 *
 * const ended = await upload(url, "PUT", bytes);
 *
 * assertEquals(ended.status, 200);
 * assertEquals(ended.response, "got 1000 bytes");
 * ```
 *
 * @category Calling
 */
export function upload<Source = UploadSource>(
  url: string | URL,
  method: UploadMethod,
  source: Source extends UploadSource ? Source : UploadSource,
  ...details: Source extends UploadSource ? SourceDetails : []
): Upload;
// No argument fits `never`, so that type errors never mention the implementation.
export function upload<Argument extends never>(...args: Argument[]): Upload {
  return startUpload(args);
}
