import type { OpenSource } from "../source/source.ts";
import type { ExchangeRequest } from "./exchange_request.ts";

/**
 * The body of a response. It is text if it is empty, if the status is 400 or
 * more, or if the Content-Type is a text type or has a charset.
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
  /** The status and the headers. The body has been read already. */
  readonly response: Response;
  /** The body. */
  readonly body: ResponseBody;
  /**
   * Whether it is the outcome whatever its status, so that the upload is not
   * attempted again.
   * @default {false}
   */
  readonly isFinal?: boolean | undefined;
  /**
   * Whether trying again may help, even if the status is not one of those in
   * `retry`. A `Retry-After` is respected.
   * @default {false}
   */
  readonly isTransient?: boolean | undefined;
  /**
   * What the server says of a refusal, in a few words. The error of `orThrow()`
   * shows it, without secrets, instead of the text of the status.
   * @default {the text of the status}
   */
  readonly reason?: string | undefined;
  /**
   * What the caller can do about a refusal, which the `hint` of the error of
   * `orThrow()` shows.
   * @default {nothing}
   */
  readonly hint?: string | undefined;
}

/**
 * Sends one request: follows redirects, counts bytes, and applies the timeout.
 * Resolves to any complete response, including one with status 404.
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
  /**
   * The lower-case names of those `headers` that another origin may get. Of the
   * others it gets only ones that are no secrets, such as `content-type`.
   */
  readonly keepHeaders: readonly string[];
  /** The Content-Type of the source; null to send none. */
  readonly contentType: string | null;
  /** Aborts when the upload is cancelled. */
  readonly signal: AbortSignal;
  /** What to send: the source, or the form around it. */
  readonly source: OpenSource;
  /**
   * Reports the total number of bytes that the server has stored, which becomes
   * `bytesStored` of the events. Call it after each request that stored bytes,
   * and at the start of a resumed upload.
   *
   * `bytesTransferred` is then that number plus the bytes of running requests.
   * If this is never called, it is the sum of all requests.
   *
   * @throws {TypeError} If it is not an integer from 0 to the size of the
   * source.
   */
  acknowledge(bytesStored: number): void;
  /**
   * Registers what removes from the server what a failed upload leaves there. It
   * runs once, with requests of its own, after the last attempt of an upload that
   * failed, was refused or was cancelled. The upload waits for it, up to 10
   * seconds; a failure prints a warning. A later call replaces it.
   *
   * @param cleanUp Resolves to the last response; `undefined` for nothing.
   */
  onFailure(cleanUp: CleanUp | undefined): void;
}

/**
 * Removes from the server what a failed upload has left there.
 *
 * @category Protocols
 */
export type CleanUp = (send: Send) => Promise<Reply | undefined>;

/**
 * Sends an upload to the server, in one request or in several, which may run at
 * the same time. The reply that it returns is the outcome: a status of 200 to
 * 299 means that the server has stored everything.
 *
 * An `UploadError` that it throws ends the upload as is, any other error with
 * code `network`. Before that, it is called again according to `retry`, by
 * default up to five times. No request of an earlier call is running by then.
 * `source` is the same object in each call, so it can be the key of a `WeakMap`
 * with the state of the upload. `url` and `headers` change if they were
 * refreshed.
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
