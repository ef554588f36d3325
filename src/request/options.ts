import type { BaseDirectory } from "../files/base_directory.ts";
import type { UploadSource } from "../source/upload_source.ts";
import type { Protocol } from "./protocol.ts";

/**
 * Header names and values. Values that are `undefined` are skipped. `Content-Length` and
 * `Transfer-Encoding` are ignored: the library sets them. Headers of the connection, such as
 * `Connection`, `Keep-Alive`, `Expect` and `Upgrade`, are refused.
 */
export type UploadHeaders =
  | Headers
  | Record<string, string | number | boolean | undefined>
  | Iterable<readonly (string | number | boolean | undefined)[]>;

/** Fields of a form besides the file; pairs may repeat a name. */
export type MultipartFields =
  | Record<string, string | number | boolean>
  | Iterable<readonly [string, string | number | boolean]>;

/**
 * Sends the source as the file of a form, as a browser does (RFC 7578, WHATWG HTML §4.10.21.8).
 *
 * @example
 * ```ts
 * import type { MultipartOptions } from "@network/upload";
 *
 * const multipart: MultipartOptions = { name: "photo", filename: "1.jpg", fields: { album: "Holiday" } };
 * console.log(multipart.name); // "photo"
 * ```
 */
export interface MultipartOptions {
  /**
   * The name of the form's file field.
   * @default {"file"}
   */
  name?: string | undefined;
  /**
   * The name of the file, as the server is told.
   * @default {the name of the source, else "blob"}
   */
  filename?: string | undefined;
  /** Further fields, sent before the file. */
  fields?: MultipartFields | undefined;
}

/**
 * Limits the redirects that an upload follows.
 *
 * @example
 * ```ts
 * import type { RedirectOptions } from "@network/upload";
 *
 * const handleRedirects: RedirectOptions = { limit: 3, keepHeaders: ["x-trace-id"] };
 * console.log(handleRedirects.limit); // 3
 * ```
 */
export interface RedirectOptions {
  /**
   * How many redirects are followed. One more ends the upload with code `network`; with 0 the
   * first one does.
   * @default {10}
   */
  limit?: number | undefined;
  /**
   * Refuses redirects to another scheme, host or port: they end the upload with code `network`.
   * @default {false}
   */
  sameOrigin?: boolean | undefined;
  /**
   * Names of headers that also go to another origin, `Authorization` too if it is named. Those
   * that do anyway are `Content-*`, `Accept*`, `User-Agent` and `Prefer`.
   * @default {[]}
   */
  keepHeaders?: readonly string[] | undefined;
}

/** What sends a request: `fetch`, or something that can be called like it. */
export type FetchLike = (url: URL, init: RequestInit) => Promise<Response>;

/**
 * Options of an upload, all of them optional.
 *
 * @example
 * ```ts
 * import type { UploadParams } from "@network/upload";
 *
 * const params: UploadParams = { progress: true, timeout: 60, headers: { "x-id": 7 } };
 * console.log(params.timeout); // 60
 * ```
 */
export interface UploadParams {
  /** Never given: no params are a Blob, which has a `size` too, and so a wrong order is a type error. */
  stream?: never;
  /** Request headers. */
  headers?: UploadHeaders | undefined;
  /**
   * Seconds in which no byte moves either way, after which the upload ends with code `timeout`; 0 for no bound.
   * It does not bound the whole transfer. On a slow line the bytes that buffers hold may drain for
   * longer, at the rate seen until then.
   * @default {30}
   */
  timeout?: number | undefined;
  /**
   * Kept for its place in the original call: the bytes go out as they are either way.
   * @default {"text"}
   */
  bodyType?: "text" | "binary" | undefined;
  /**
   * Whether `began` and `progress` events come before `ended`.
   * @default {false}
   */
  progress?: boolean | undefined;
  /**
   * Milliseconds between two `progress` events; 0 for one per chunk.
   * @default {100}
   */
  progressInterval?: number | undefined;
  /**
   * Whether the redirects 301, 302, 303, 307 and 308 are followed, and how far. `false` takes
   * them as the response. None is followed from https to http, and secrets among the headers go to
   * the origin of the call alone.
   *
   * Browsers follow redirects by rules of their own, up to 20 of them, and hide those that are not
   * followed: with `false`, `limit: 0` or `sameOrigin: true` a redirect there ends with code `network`.
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
  /** The length in bytes of a source that is a stream or an async iterable, where it is known. That of another source has to be the same. */
  size?: number | undefined;
  /** Sends the source as the file of a form. */
  multipart?: MultipartOptions | undefined;
  /**
   * The largest answer in bytes, decoded, that is read; a larger one ends with code `response-too-large`.
   * @default {67108864}
   */
  maxResponseBytes?: number | undefined;
  /**
   * Another `fetch`: for a proxy or a client certificate (`Deno.createHttpClient`), or a service binding.
   * Where it comes down to Deno's own `fetch` without the permission to connect, the upload ends
   * with code `permission`, but a streamed body keeps the program from ending by itself.
   * @default {fetch}
   */
  fetch?: FetchLike | undefined;
  /**
   * How the bytes reach the server: in one request, or in several.
   * @default {one request}
   */
  protocol?: Protocol | undefined;
}

/**
 * The object form of the call: the arguments and the params in one.
 *
 * @example
 * ```ts
 * import { upload, type UploadOptions } from "@network/upload";
 *
 * const options: UploadOptions = { url: "http://127.0.0.1/", source: new Blob(["hi"], { type: "text/plain" }) };
 * const running = upload(options);
 * running.cancel();
 * console.log((await running.ended).isError); // true
 * ```
 */
export interface UploadOptions extends UploadParams {
  /** Where to send it: an absolute `http:` or `https:` URL. A user and password in it become Basic authorization. */
  url: string | URL;
  /**
   * The HTTP method, in any case; it is sent in upper case. `GET`, `HEAD`, `CONNECT`, `TRACE` and `TRACK` take no body and are refused.
   * @default {"POST"}
   */
  method?: string | undefined;
  /** What to send. */
  source: UploadSource;
  /**
   * The directory of a filename, which it cannot leave. An absolute filename stands alone where
   * none is given: check names that come from others.
   * @default {DocumentsDirectory, for a relative filename}
   */
  baseDirectory?: BaseDirectory | undefined;
  /**
   * The Content-Type of the source, such as `text/plain`; `null` sends none, as URLs want that were
   * signed without one. In a form it is the type of the file's part, and a `multipart/*` type is
   * ignored; otherwise such a type must name its boundary.
   * @default {the header in `headers`, the type of the Blob, what the extension stands for, or `application/octet-stream`}
   */
  contentType?: string | null | undefined;
}
