import type { OpenSource, SourceBytes } from "../source/source.ts";

/** One request of an upload, perhaps the only one. */
export interface ExchangeRequest {
  /** Without credentials. */
  readonly url: URL;
  /** In upper case. */
  readonly method: string;
  /** By lower-case names, with the Content-Type; without the Content-Length. */
  readonly headers: Readonly<Record<string, string>>;
  /** Opens the bytes of the body, which may be a part of the source; a request without it has no body. */
  readonly open?: (() => SourceBytes | Promise<SourceBytes>) | undefined;
  /** Whether `open` may be called again, for a request that is sent again. */
  readonly reopens?: boolean | undefined;
  /** Aborts this request alone. */
  readonly signal?: AbortSignal | undefined;
}

/** The body of a response. */
export type ResponseBody =
  | { readonly responseType: "text"; readonly response: string }
  | {
    readonly responseType: "binary";
    readonly response: Uint8Array<ArrayBuffer>;
  };

/** A complete response. */
export interface Reply {
  /** The head of the response. */
  readonly response: Response;
  /** Its body. */
  readonly body: ResponseBody;
}

/**
 * Sends one request: follows redirects, counts bytes, watches for silence.
 *
 * @throws {UploadError} If there is no complete response.
 */
export type Send = (request: ExchangeRequest) => Promise<Reply>;

/** An upload whose source is open. */
export interface OpenUpload {
  /** Without credentials. */
  readonly url: URL;
  /** In upper case. */
  readonly method: string;
  /** The caller's headers by lower-case names, without Content-Type and Content-Length. */
  readonly headers: Readonly<Record<string, string>>;
  /** The Content-Type of what is sent; null if it is sent without one. */
  readonly contentType: string | null;
  /** Aborts when the upload is cancelled. */
  readonly signal: AbortSignal;
  /** What to send: the source, or the form around it. */
  readonly source: OpenSource;
}

/**
 * How an upload reaches the server, in one request or in several; the last
 * reply is the outcome. Requests may run at the same time.
 */
export type Protocol = (upload: OpenUpload, send: Send) => Promise<Reply>;
