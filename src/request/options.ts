import type { BaseDirectory } from "../files/base_directory.ts";
import type { UploadSource } from "../source/upload_source.ts";
import type { UploadMethod } from "./method.ts";
import type { UploadParams } from "./params.ts";

/**
 * The object form of the call: the arguments and the options in one.
 *
 * @example
 * ```ts
 * import { upload, type UploadOptions } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ method, headers }) =>
 *     new Response(`${method} ${headers.get("content-type")}`),
 * );
 * const options: UploadOptions = {
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   source: new Blob(["hi"], { type: "text/plain" }),
 * };
 *
 * const { response } = await upload(options);
 *
 * assertEquals(response, "POST text/plain");
 * ```
 *
 * @category Options
 */
export interface UploadOptions extends UploadParams {
  /**
   * The URL to upload to, `http:` or `https:`. It must be absolute, except in
   * pages, in workers, and in Deno with `--location`. A user and password in it
   * become Basic authorization (RFC 7617).
   */
  url: string | URL;
  /**
   * The HTTP method, such as `PUT`, sent in upper case. Methods without a body
   * (`GET`, `HEAD`, `CONNECT`, `TRACE` and `TRACK`) are refused.
   * @default {"POST"}
   */
  method?: UploadMethod | undefined;
  /**
   * What to send: a filename, a `file:` URL, a Blob, bytes, a stream, an async
   * iterable, a `Request`, a `Response`, `FormData`, or a function that opens any
   * of these but `FormData`. To send text, pass a Blob.
   */
  source: UploadSource;
  /**
   * The directory that a filename must not lead out of. Without one, an absolute
   * filename is used as is, so pass one for untrusted names.
   * @default {DocumentsDirectory, for a relative filename}
   */
  baseDirectory?: BaseDirectory | undefined;
  /**
   * The Content-Type of the source (RFC 9110 §8.3), such as `text/plain`. `null`
   * sends none, for URLs that were signed without one. In a form it is the type
   * of the file's part, and a `multipart/*` type is ignored. Elsewhere such a
   * type must have a boundary.
   * @default {the header in `headers`, the type of the Blob, the type of the extension, or `application/octet-stream`}
   */
  contentType?: string | null | undefined;
}
