import type { UploadError } from "../errors/upload_error.ts";

/** What every event of an upload tells. */
export interface UploadEventBase {
  /** Always `"networkRequest"`. */
  readonly name: "networkRequest";
  /** The id of the upload, the same in each of its events; `cancel()` takes it. */
  readonly requestId: string;
  /** The URL of the call, without user and password, but with its query: that of a presigned URL is a secret. */
  readonly url: string;
  /** Bytes of the body that the transport has taken so far; an envelope of `multipart` counts too. From 0 again where a redirect sends it again. */
  readonly bytesTransferred: number;
  /** Bytes of the whole body; -1 where that is not known. */
  readonly bytesEstimated: number;
}

/** The source is open, and the upload is about to connect. Only with `params.progress`. */
export interface BeganEvent extends UploadEventBase {
  /** The phase that this event tells of. */
  readonly phase: "began";
  /** Always false. */
  readonly isError: false;
}

/** More of the body was taken. Only with `params.progress`; the last one says that all of it was, unless the server answers before, or the upload fails. */
export interface UploadProgressEvent extends UploadEventBase {
  /** The phase that this event tells of. */
  readonly phase: "progress";
  /** Always false. */
  readonly isError: false;
}

/** What each kind of `ended` event tells. */
export interface EndedEventBase extends UploadEventBase {
  /** The phase that this event tells of. */
  readonly phase: "ended";
  /** The HTTP status; -1 when no answer came. */
  readonly status: number;
  /** Whether the upload was whole and the status of its answer, which was whole too, is one of 200 to 299. */
  readonly ok: boolean;
  /** The headers of the answer; none when no answer came. */
  readonly responseHeaders: Headers;
  /** The URL that answered, or was tried last, after all redirects; without user, password and fragment. */
  readonly responseUrl: string;
  /** Whether a redirect was followed. */
  readonly redirected: boolean;
  /**
   * The method of the last request. After a redirect it may be `GET`: the server then was sent no
   * body there. Browsers follow redirects without telling, so there it is always that of the call.
   */
  readonly method: string;
}

/** The server answered with text, or with an empty body, or with an error status. */
export interface TextAnswerEvent extends EndedEventBase {
  /** Always false: a status of 400 or more is an answer too. */
  readonly isError: false;
  /** Tells what `response` is. */
  readonly responseType: "text";
  /** The body of the answer, decoded. */
  readonly response: string;
  /** Only with `isError`. */
  readonly error?: undefined;
}

/** The server answered with something that is not text. */
export interface BinaryAnswerEvent extends EndedEventBase {
  /** Always false: a status of 400 or more is an answer too. */
  readonly isError: false;
  /** Tells what `response` is. */
  readonly responseType: "binary";
  /** The body of the answer. */
  readonly response: Uint8Array<ArrayBuffer>;
  /** Only with `isError`. */
  readonly error?: undefined;
}

/** The upload failed, or was cancelled. */
export interface FailedEvent extends EndedEventBase {
  /** Always true. */
  readonly isError: true;
  /** Always false, whatever the status: the upload or its answer was not whole. */
  readonly ok: false;
  /** Always `"text"`. */
  readonly responseType: "text";
  /** The message and the hint of `error`. */
  readonly response: string;
  /** What went wrong. Its `cause` is what the runtime threw, or a copy if that shows the query or the credentials of a URL. */
  readonly error: UploadError;
}

/** The last event of every upload; there is exactly one. */
export type EndedEvent = TextAnswerEvent | BinaryAnswerEvent | FailedEvent;

/**
 * What an upload yields: a union on `phase`, and of the `ended` ones on `isError` and `responseType`.
 *
 * @example
 * ```ts
 * import type { UploadEvent } from "@network/upload";
 *
 * function describe(event: UploadEvent): string {
 *   if (event.isError) return `failed (${event.error.code}): ${event.response}`;
 *   if (event.phase === "ended") return `status ${event.status}`;
 *   return `${event.phase}: ${event.bytesTransferred} of ${event.bytesEstimated} bytes`;
 * }
 * console.log(typeof describe); // "function"
 * ```
 */
export type UploadEvent = BeganEvent | UploadProgressEvent | EndedEvent;
