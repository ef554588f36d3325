import type { BaseDirectory } from "./files/base_directory.ts";
import { startUpload, type Upload } from "./handle.ts";
import type { UploadOptions, UploadParams } from "./request/options.ts";
import { toUploadRequest } from "./request/upload_request.ts";
import type { UploadSource } from "./source/upload_source.ts";

/**
 * Uploads a file, or any source of bytes, over HTTP. It starts at the call, and tells how it
 * goes as events: `began`, `progress` and `ended` with `params.progress`, else `ended` alone.
 *
 * A body of known length is sent with a `Content-Length` (RFC 9110 §8.6), read as it is sent.
 *
 * @param url Where to: an absolute `http:` or `https:` URL. A user and password in it become Basic authorization.
 * @param method The HTTP method, as `PUT` or `POST`.
 * @param params Options; may be left out.
 * @param source What to send: a filename, a `file:` URL, a Blob, bytes, a stream or an async iterable.
 * @param baseDirectory The directory of a relative filename, `DocumentsDirectory` by default; an absolute one has to lie inside where it is given. May be left out.
 * @param contentType The Content-Type of the source; `null` sends none. By default it is the header
 * in `params.headers`, the type of the Blob, what the extension of the filename stands for, or
 * `application/octet-stream`.
 * @returns The handle, to loop over and to cancel with.
 * @throws {TypeError} If an argument is wrong. Nothing else is thrown: failures are events.
 *
 * @example A file, with progress
 * ```ts ignore
 * import { DocumentsDirectory, upload } from "@network/upload";
 *
 * for await (
 *   const event of upload("http://127.0.0.1/restapi.php", "POST", { progress: true },
 *     "object.json", DocumentsDirectory, "application/json")
 * ) {
 *   if (event.isError) console.error("Network error:", event.response);
 *   else if (event.phase === "progress") console.log(event.bytesTransferred, "of", event.bytesEstimated);
 *   else if (event.phase === "ended") console.log("Upload complete!", event.status);
 * }
 * ```
 *
 * @example Bytes, and the answer alone
 * ```ts
 * import { upload } from "@network/upload";
 *
 * await using server = Deno.serve({ port: 0, onListen() {} }, async (request) => {
 *   return new Response(`got ${(await request.bytes()).length} bytes`);
 * });
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const { response } = await upload(url, "PUT", new Uint8Array(1000), "application/octet-stream").ended;
 * console.log(response); // "got 1000 bytes"
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
/** The call with `params`, and without `baseDirectory`. */
export function upload(
  url: string | URL,
  method: string,
  params: UploadParams | undefined,
  source: UploadSource,
  contentType: string,
): Upload;
/** The call without `params`. */
export function upload(
  url: string | URL,
  method: string,
  source: UploadSource,
  baseDirectory?: BaseDirectory,
  contentType?: string | null,
): Upload;
/** The call without `params` and `baseDirectory`. */
export function upload(
  url: string | URL,
  method: string,
  source: UploadSource,
  contentType: string,
): Upload;
/** The object form: the arguments and the params in one. */
export function upload(options: UploadOptions): Upload;
export function upload(...args: unknown[]): Upload {
  return startUpload(toUploadRequest(args));
}
