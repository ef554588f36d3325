import type { Bytes } from "../streams/bytes.ts";
import type { HeaderRecord } from "./headers.ts";
import type { UploadRequest } from "./upload_request.ts";
import type { OpenSource, SourceBytes } from "../source/open_source.ts";

/** One request of an upload, perhaps the only one. */
export interface ExchangeRequest {
  /** Without credentials. */
  readonly url: URL;
  /** In upper case. */
  readonly method: string;
  /** By lower-case names, with the Content-Type; without the Content-Length. */
  readonly headers: HeaderRecord;
  /** Opens the bytes of the body, which may be a part of the source; a request without it has no body. */
  readonly open?: (() => SourceBytes | Promise<SourceBytes>) | undefined;
  /** Whether `open` may be called again, for a request that is sent again. */
  readonly reopens?: boolean | undefined;
  /** Aborts this request alone. */
  readonly signal?: AbortSignal | undefined;
}

/** The body of a response. */
export type Answer =
  | { readonly responseType: "text"; readonly response: string }
  | { readonly responseType: "binary"; readonly response: Bytes };

/** A complete response. */
export interface Reply {
  /** The head of the response. */
  readonly response: Response;
  /** Its body. */
  readonly answer: Answer;
}

/**
 * Sends one request: follows redirects, counts bytes, watches for silence.
 *
 * @throws {UploadError} If there is no complete response.
 */
export type Send = (request: ExchangeRequest) => Promise<Reply>;

/** An upload whose source is open. */
export interface OpenUpload
  extends Omit<UploadRequest, "source" | "baseDirectory" | "size"> {
  /** What to send: the source, or the form around it. */
  readonly source: OpenSource;
}

/**
 * How an upload reaches the server, in one request or in several; the last
 * reply is the outcome. Requests may run at the same time.
 */
export type Protocol = (upload: OpenUpload, send: Send) => Promise<Reply>;
