import type { SourceBytes } from "../source/source.ts";

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
   * The headers by lower-case names, with Content-Type but without
   * Content-Length.
   */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * The names of those `headers` that a redirect takes to another origin, in
   * lower case. Those that are no secrets go there anyway, and those of
   * `keepHeaders` in `handleRedirects`.
   * @default {[]}
   */
  readonly keepHeaders?: readonly string[] | undefined;
  /**
   * Opens the bytes of the body, such as a part of the source. A request without
   * it has no body.
   */
  readonly open?: (() => SourceBytes | Promise<SourceBytes>) | undefined;
  /**
   * Whether the body consists of bytes of the source. Other bodies, such as a
   * list of parts, do not count in `bytesTransferred`.
   * @default {true}
   */
  readonly sendsSource?: boolean | undefined;
  /**
   * Whether `open` may be called again, to follow a redirect or to send the
   * request again.
   * @default {false}
   */
  readonly reopens?: boolean | undefined;
  /**
   * Whether a response with a status of 200 to 299 counts even if the server has
   * not read the whole body, because it says how much it has stored. Otherwise
   * such a response is an error.
   * @default {false}
   */
  readonly mayStopEarly?: boolean | undefined;
  /**
   * Whether the request goes on if the upload is cancelled meanwhile, for up to
   * 10 seconds, because its response says what has to be removed. The upload
   * waits for it.
   * @default {false}
   */
  readonly outlivesCancel?: boolean | undefined;
  /**
   * Aborts only this request: `send` then rejects with code `cancelled`, and the
   * upload continues.
   */
  readonly signal?: AbortSignal | undefined;
}
