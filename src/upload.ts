import type { BaseDirectory } from "./files/base_directory.ts";
import type { Upload } from "./handle.ts";
import type { UploadOptions, UploadParams } from "./request/options.ts";
import { toUploadRequest } from "./request/upload_request.ts";
import { RunningUpload } from "./running_upload.ts";
import type { UploadSource } from "./source/upload_source.ts";

/**
 * Uploads a file, or any source of bytes, over HTTP. The upload starts at the
 * call. With `progress` its events are `began`, `progress`, `retrying` and
 * `ended`, otherwise only `ended`.
 *
 * A body of known length is sent with a `Content-Length` (RFC 9110 §8.6), any
 * other chunked. The source is read while it is sent.
 *
 * A request is sent again by itself only if that does no harm: once if its
 * connection died before a response began and its method is idempotent (RFC
 * 9110 §9.2.2), and with any method if the server did not process it (RFC 9113
 * §8.7). A stream is never sent again. With `retry` a failed upload is attempted
 * again, with any method.
 *
 * The object form is `upload(options)`. This one has the order of the original
 * `network.upload()`.
 *
 * @param url The URL to upload to, `http:` or `https:`; absolute, except in
 * pages and workers. A user and password in it become Basic authorization (RFC
 * 7617).
 * @param method The HTTP method, such as `PUT` or `POST`.
 * @param params Options. May be left out.
 * @param source The bytes to send: a filename, a `file:` URL, a Blob, bytes, a
 * stream or an async iterable.
 * @param baseDirectory The directory of a filename, which it must not lead out
 * of. The default is `DocumentsDirectory` for a relative filename; an absolute
 * one is used as is. May be left out.
 * @param contentType The Content-Type of the source; `null` sends none. The
 * default is the header in `headers`, the type of the Blob, the type of the
 * extension, or `application/octet-stream`.
 * @returns The handle: to await, to iterate over and to cancel with.
 * @throws {TypeError} If an argument is invalid. Every other failure is an
 * event.
 *
 * @example A file, with progress
 * ```ts ignore
 * import { DocumentsDirectory, upload } from "@network/upload";
 *
 * const running = upload(
 *   "http://127.0.0.1/restapi.php",
 *   "POST",
 *   { progress: true },
 *   "object.json",
 *   DocumentsDirectory,
 *   "application/json",
 * );
 * for await (const event of running) {
 *   if (event.isError) console.error(event.response);
 *   else if (event.phase === "ended") console.log(event.status);
 *   else console.log(event.phase, event.bytesTransferred);
 * }
 * ```
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
 */
export function upload(
  url: string | URL,
  method: string,
  params: UploadParams | undefined,
  source: UploadSource,
  baseDirectory?: BaseDirectory,
  contentType?: string | null,
): Upload;
/** Uploads with `params`, and without `baseDirectory`. */
export function upload(
  url: string | URL,
  method: string,
  params: UploadParams | undefined,
  source: UploadSource,
  contentType: string,
): Upload;
/** Uploads without `params`. */
export function upload(
  url: string | URL,
  method: string,
  source: UploadSource,
  baseDirectory?: BaseDirectory,
  contentType?: string | null,
): Upload;
/** Uploads without `params` and `baseDirectory`. */
export function upload(
  url: string | URL,
  method: string,
  source: UploadSource,
  contentType: string,
): Upload;
/**
 * Uploads by the object form: the arguments and the options in one object.
 *
 * @param options What to send, where to, and how.
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
 *     source: new Blob(["hello"]),
 *     progress: true,
 *   })
 * ) {
 *   phases.push(event.phase);
 * }
 *
 * assertEquals(phases, ["began", "progress", "ended"]);
 * ```
 */
export function upload(options: UploadOptions): Upload;
export function upload(...args: unknown[]): Upload {
  return new RunningUpload(toUploadRequest(args));
}
