import type { OpenSource, SourceBytes } from "../source/source.ts";

/**
 * One request of an upload.
 *
 * @category Protocols
 */
export interface ExchangeRequest {
  /** The URL, without user and password. */
  readonly url: URL;
  /** The method, in upper case. */
  readonly method: string;
  /**
   * The headers by lower-case names, with the Content-Type and without the
   * Content-Length.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Opens the bytes of the body, which may be a part of the source. A request
   * without it has no body.
   */
  readonly open?: (() => SourceBytes | Promise<SourceBytes>) | undefined;
  /**
   * Whether the body is bytes of the source. Others, such as a list of parts,
   * do not count in `bytesTransferred`.
   * @default {true}
   */
  readonly sendsSource?: boolean | undefined;
  /**
   * Whether `open` may be called again, for a redirect or a request that is
   * sent again.
   * @default {false}
   */
  readonly reopens?: boolean | undefined;
  /**
   * Aborts this request alone: `send` then rejects with code `cancelled`, and
   * the upload goes on.
   */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The body of a response. It is text if it is empty, if the status is 400 or
 * more, or if the Content-Type is that of text or names a charset.
 *
 * @category Protocols
 */
export type ResponseBody =
  | { readonly responseType: "text"; readonly response: string }
  | {
    readonly responseType: "binary";
    readonly response: Uint8Array<ArrayBuffer>;
  };

/**
 * A complete response.
 *
 * @category Protocols
 */
export interface Reply {
  /** The status and the headers. Its body was read already. */
  readonly response: Response;
  /** Its body. */
  readonly body: ResponseBody;
}

/**
 * Sends one request: follows redirects, counts bytes, and watches for silence.
 * Resolves with any complete response, also one of status 404.
 *
 * @throws {UploadError} If there is no complete response.
 *
 * @category Protocols
 */
export type Send = (request: ExchangeRequest) => Promise<Reply>;

/**
 * An upload whose source is open.
 *
 * @category Protocols
 */
export interface OpenUpload {
  /** The URL of the call, without user and password. */
  readonly url: URL;
  /** The method of the call, in upper case. */
  readonly method: string;
  /**
   * The headers of the call by lower-case names, without Content-Type and
   * Content-Length. A user and password in the URL are in `authorization`.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** The Content-Type of what is sent; null if it is sent without one. */
  readonly contentType: string | null;
  /** Aborts when the upload is cancelled. */
  readonly signal: AbortSignal;
  /** What to send: the source, or the form that it is in. */
  readonly source: OpenSource;
  /**
   * Reports how many bytes of the source the server has stored in all, which
   * becomes `bytesStored` of the events. Call it after each request that stored
   * some, and first of all if an upload is resumed.
   *
   * `bytesTransferred` is then that figure and the bytes of the requests that
   * run. If it is never called, it is the sum of all requests.
   *
   * @throws {TypeError} If it is not an integer from 0 to the size of the
   * source.
   */
  acknowledge(bytesStored: number): void;
}

/**
 * Decides how an upload reaches the server, in one request or in several. The
 * reply that it returns is the outcome: with a status of 200 to 299 the server
 * has stored everything. Requests may run at the same time.
 *
 * An `UploadError` that it throws ends the upload as it is, anything else with
 * code `network`. Before, it is called again as `retry` says, which is five
 * times by default. `source` is then the same object, so it can be the key of a
 * `WeakMap` with what is known of the upload; `url` and `headers` differ if they
 * were refreshed. No request of an earlier call is left by then.
 *
 * @example An upload in parts
 * ```ts
 * import { type Protocol, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * const PART_SIZE = 400_000;
 *
 * const inParts: Protocol = async (
 *   { url, headers, source, acknowledge },
 *   send,
 * ) => {
 *   for (let start = 0; start < source.size; start += PART_SIZE) {
 *     const end = Math.min(start + PART_SIZE, source.size);
 *     const reply = await send({
 *       url: new URL(`?offset=${start}`, url),
 *       method: "PUT",
 *       headers,
 *       open: () => source.open({ start, end }),
 *       reopens: source.reopens,
 *     });
 *     if (!reply.response.ok) return reply;
 *     acknowledge(end);
 *   }
 *   return await send({ url, method: "POST", headers });
 * };
 *
 * const parts: string[] = [];
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     const { length } = await request.bytes();
 *     if (request.method === "POST") {
 *       return Response.json(parts);
 *     }
 *     parts.push(`${new URL(request.url).search} ${length}`);
 *     return new Response();
 *   },
 * );
 *
 * const ended = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   source: new Uint8Array(1_000_000),
 *   protocol: inParts,
 * });
 *
 * assertEquals(ended.bytesStored, 1_000_000);
 * assertEquals(parts, [
 *   "?offset=0 400000",
 *   "?offset=400000 400000",
 *   "?offset=800000 200000",
 * ]);
 * assertEquals(ended.response, JSON.stringify(parts));
 * ```
 *
 * @category Protocols
 */
export type Protocol = (upload: OpenUpload, send: Send) => Promise<Reply>;
