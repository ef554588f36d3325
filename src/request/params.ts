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
   * Never set. A Blob has a `size` too, so this makes a wrong order of
   * arguments a type error.
   */
  stream?: never;
  /** Request headers. */
  headers?: UploadHeaders | undefined;
  /**
   * Idle timeout in seconds; 0 disables it. The upload ends with code `timeout`
   * if no byte moves either way for that long. It does not limit the whole
   * transfer.
   *
   * Until the response begins, the limit is longer while buffers may be
   * draining: by the time that 640 KiB need at the rate of the last seconds; by
   * the timeout once more after a fast start of more than 4 MiB; by the time
   * that the whole body needs at 128 kbit/s if it is sent in one piece, as in
   * browsers. The longest of these applies. Waiting for a connection does not
   * count while other uploads to the same origin move.
   * @default {30}
   */
  timeout?: number | undefined;
  /**
   * Has no effect: the bytes are sent as they are.
   *
   * @deprecated It keeps the place that it has in the original
   * `network.upload()`.
   * @default {"text"}
   */
  bodyType?: "text" | "binary" | undefined;
  /**
   * Whether `began`, `progress` and `retrying` events come before `ended`.
   * @default {false}
   */
  progress?: boolean | undefined;
  /**
   * Minimum time between two `progress` events in milliseconds; 0 for one per
   * chunk.
   * @default {100}
   */
  progressInterval?: number | undefined;
  /**
   * Whether the redirects 301, 302, 303, 307 and 308 are followed, and how far
   * (WHATWG fetch, HTTP-redirect fetch). With `false` a redirect is the
   * response. None is followed from https to http, and only harmless headers go
   * to another origin.
   *
   * Browsers follow up to 20 redirects by their own rules, and hide those that
   * are not followed: with `false`, `limit: 0` or `sameOrigin: true` a redirect
   * ends the upload with code `network` there.
   * @default {true}
   */
  handleRedirects?: boolean | RedirectOptions | undefined;
  /**
   * Whether symbolic links may lead out of the base directory. With `false` the
   * file must be inside after all links are resolved, and an absolute filename
   * needs a `baseDirectory`. Hard links are not detected.
   * @default {true}
   */
  followLinks?: boolean | undefined;
  /** Cancels the upload when it aborts. */
  signal?: AbortSignal | undefined;
  /**
   * The number of bytes to send.
   *
   * - Of a file: those from its start, also while it is written to, such as a
   *   log. The upload ends with code `source` if it has fewer. Without `size`
   *   all of it is sent, and it must not change meanwhile.
   * - Of a stream, an async iterable or what a function opens: its length,
   *   without which the body is chunked. The upload ends with code `source` if
   *   it has more or fewer.
   * - Of a Blob or bytes in memory: their length, which it must match.
   *
   * @default {the length of the source, if it is known}
   */
  size?: number | undefined;
  /** Sends the source as the last part of a form (`multipart/form-data`). */
  multipart?: MultipartOptions | undefined;
  /**
   * Maximum size of the response in bytes, after decompression. A larger one
   * ends the upload with code `response-too-large`.
   * @default {67108864}
   */
  maxResponseBytes?: number | undefined;
  /**
   * Maximum rate in bytes a second, 1 or more: of the body, and of all requests
   * of a `protocol` together. No more goes out at once than in 100 ms at that
   * rate. Waiting for it does not count for `timeout`.
   *
   * A browser takes a body at once, so there the option is refused with a
   * `TypeError`.
   * @default {Infinity}
   */
  maxBytesPerSecond?: number | undefined;
  /**
   * Whether the browser sends and stores cookies, as in `fetch` (WHATWG fetch,
   * credentials mode): `include` does so for other origins too. It also holds
   * after a redirect. Runtimes other than browsers keep no cookies and ignore
   * it.
   * @default {"same-origin"}
   */
  credentials?: "omit" | "same-origin" | "include" | undefined;
  /**
   * A function with the signature of `fetch`: for a proxy, a client certificate
   * (`Deno.createHttpClient`) or a service binding.
   *
   * If it calls Deno's own `fetch` without the permission to connect, the
   * upload
   * ends with code `permission`, but a streamed body keeps the process alive.
   * @default {fetch}
   */
  fetch?: FetchLike | undefined;
  /**
   * Decides how the bytes reach the server: in one request, or in several.
   * @default {one request}
   */
  protocol?: Protocol | undefined;
  /**
   * How often an upload is attempted again, and when: a number, or all of it. 0
   * disables it, also with a `protocol`.
   * @default {0, or 5 with a `protocol`}
   */
  retry?: number | RetryOptions | undefined;
}
