import type { FetchLike } from "./fetch_like.ts";
import type { MultipartOptions } from "./multipart_options.ts";
import type { Protocol } from "./protocol.ts";
import type { RedirectOptions } from "./redirect_options.ts";
import type { RetryOptions } from "./retry_options.ts";
import type { UploadHeaders } from "./upload_headers.ts";

/**
 * Options of an upload, all of them optional.
 *
 * @example
 * ```ts
 * import { upload, type UploadParams } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ headers }) => new Response(headers.get("x-id")),
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const params: UploadParams = {
 *   timeout: 60,
 *   headers: { "x-id": 7 },
 * };
 *
 * const source = new Uint8Array(1000);
 * const running = upload(url, "PUT", params, source);
 *
 * assertEquals((await running.ended).response, "7");
 * ```
 *
 * @category Options
 */
export interface UploadParams {
  /**
   * Never set. A Blob also has a `size`, so without this property the wrong order
   * of arguments would not be a type error.
   */
  stream?: never;
  /** Request headers. */
  headers?: UploadHeaders | undefined;
  /**
   * Idle timeout in seconds; 0 disables it. The upload ends with code `timeout`
   * if no data is transferred in either direction for that long. It does not
   * limit the duration of the whole transfer.
   *
   * Until the response begins, buffers may still be draining, so the limit is
   * extended by the longest of these times:
   * - the time that 640 KiB take at the rate of the last seconds,
   * - the timeout again, after a fast start of more than 4 MiB,
   * - in browsers, the time that the body took, once all of it was taken,
   * - the time that the whole body takes at 128 kbit/s, if a browser reports no
   *   progress.
   *
   * Waiting for a connection does not count while other uploads to the same
   * origin transfer data.
   * @default {30}
   */
  timeout?: number | undefined;
  /**
   * Has no effect: the bytes are sent as is.
   *
   * @deprecated Only kept for compatibility with the original
   * `network.upload()`.
   * @default {"text"}
   */
  bodyType?: "text" | "binary" | undefined;
  /**
   * Whether `began`, `progress` and `retrying` events are sent before `ended`.
   *
   * Browsers report progress only through `XMLHttpRequest`. They then ask
   * another origin for permission with an `OPTIONS` request (WHATWG fetch, CORS
   * preflight). Service workers, `credentials: "omit"`, and `handleRedirects` other
   * than `true` require `fetch`, which reports progress only at the end.
   * @default {false}
   */
  progress?: boolean | undefined;
  /**
   * Minimum time between two `progress` events in milliseconds; 0 for an event
   * per chunk.
   * @default {100}
   */
  progressInterval?: number | undefined;
  /**
   * Whether the redirects 301, 302, 303, 307 and 308 are followed, and how far
   * (WHATWG fetch, HTTP-redirect fetch). With `false` a redirect is the
   * response. Redirects from https to http are never followed, and only harmless
   * headers are sent to another origin.
   *
   * Browsers follow up to 20 redirects by their own rules, and hide those that
   * they do not follow. With `false`, `limit: 0` or `sameOrigin: true`, any
   * redirect ends the upload there with code `network`.
   * @default {true}
   */
  handleRedirects?: boolean | RedirectOptions | undefined;
  /**
   * Whether symbolic links may lead out of the base directory. With `false` the
   * file must be inside it after all links are resolved, and an absolute filename
   * requires a `baseDirectory`. Hard links are not detected. In Deno, this needs
   * permission to read the base directory, too.
   * @default {true}
   */
  followLinks?: boolean | undefined;
  /** Cancels the upload when it aborts, such as `AbortSignal.timeout(60_000)`. */
  signal?: AbortSignal | undefined;
  /**
   * The number of bytes to send.
   *
   * - Of a file: the bytes from its start, even while it is being written, such
   *   as a log. The upload ends with code `source` if it has fewer. Without
   *   `size` the whole file is sent, and must not change during the upload.
   * - Of a stream, an async iterable or the result of a function: its length,
   *   without which the body is chunked. The upload ends with code `source` if
   *   the length differs.
   * - Of a Blob or bytes in memory: must match their length.
   *
   * @default {the length of the source, if known}
   */
  size?: number | undefined;
  /**
   * Sends the source as the last part of a form (`multipart/form-data`).
   *
   * With a form, `tus()`, `s3()`, and `rufh()` with a `store` end the upload with
   * code `invalid-options`: they store what they send as the file, or cannot
   * resume it.
   */
  multipart?: MultipartOptions | undefined;
  /**
   * Maximum size of the response in bytes, after decompression. A larger one
   * ends the upload with code `response-too-large`.
   * @default {67108864}
   */
  maxResponseBytes?: number | undefined;
  /**
   * Maximum rate in bytes per second, 1 or more, of all requests of the upload
   * together. At most the bytes of 100 ms at that rate are sent at once. Waiting
   * for it does not count towards `timeout`.
   *
   * Browsers take a body at once, so there the option is refused with a
   * `TypeError`.
   * @default {Infinity}
   */
  maxBytesPerSecond?: number | undefined;
  /**
   * Whether a browser sends and stores cookies, as in `fetch` (WHATWG fetch,
   * credentials mode): `include` does so for other origins too. It also applies
   * after a redirect. Other runtimes keep no cookies and ignore it.
   * @default {"same-origin"}
   */
  credentials?: "omit" | "same-origin" | "include" | undefined;
  /**
   * A function with the signature of `fetch`: for a proxy, a client certificate
   * (`Deno.createHttpClient`) or a service binding.
   *
   * If it calls Deno's own `fetch` without the permission to connect, the upload
   * ends with code `permission`, but a streamed body keeps the process alive.
   * @default {fetch}
   */
  fetch?: FetchLike | undefined;
  /**
   * Decides how the bytes reach the server. `tus()` and `rufh()` of
   * `@network/upload/resumable` resume an upload after a crash, and `s3()` of
   * `@network/upload/s3` sends an object in parallel parts. A function of your own
   * may send any requests.
   * @default {one request}
   */
  protocol?: Protocol | undefined;
  /**
   * How often an upload is tried again after a temporary failure: a number, or an
   * object with further options. 0 disables it, also with a `protocol`.
   * @default {0, or 5 with a `protocol`}
   */
  retry?: number | RetryOptions | undefined;
}
