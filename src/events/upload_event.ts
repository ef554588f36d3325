import type { UploadError } from "../errors/upload_error.ts";

/**
 * The properties of every event of an upload.
 *
 * @category Events
 */
export interface UploadEventBase {
  /** Always `"networkRequest"`. */
  readonly name: "networkRequest";
  /**
   * The id of the upload, the same in each of its events. `cancel()` accepts
   * it.
   */
  readonly requestId: string;
  /**
   * The URL of the call without user and password, but with its query, which in
   * a presigned URL is a secret.
   */
  readonly url: string;
  /**
   * Bytes of the body that the transport has taken, those of a form included.
   * They start from `bytesStored` if the body is sent again.
   */
  readonly bytesTransferred: number;
  /**
   * Bytes of the body that the server has acknowledged. With one request they
   * are 0 until its response, and then all of them if the status is 200 to 299.
   * A {@linkcode Protocol} reports them as it goes.
   */
  readonly bytesStored: number;
  /** Bytes of the whole body; -1 if unknown. */
  readonly bytesEstimated: number;
}

/**
 * The source is open, and the upload is about to connect. Only with `progress`.
 *
 * @category Events
 */
export interface UploadBeganEvent extends UploadEventBase {
  /** Discriminant. */
  readonly phase: "began";
  /** Always false. */
  readonly isError: false;
}

/**
 * The transport took more of the body. Only with `progress`. The last one
 * reports the full size, unless the server responds early or the upload fails.
 * While nothing moves, one comes each second, so that the rate can sink.
 *
 * @category Events
 */
export interface UploadProgressEvent extends UploadEventBase {
  /** Discriminant. */
  readonly phase: "progress";
  /** Always false. */
  readonly isError: false;
  /**
   * Bytes a second over the last few seconds; -1 if unknown, as at the start. It
   * sinks while nothing moves. Bytes that fill buffers at the start do not
   * count, nor do those that were stored before.
   */
  readonly bytesPerSecond: number;
  /**
   * The time in seconds until the whole body is sent, to a tenth; -1 if unknown,
   * as for a body of unknown size, or if nothing moves. It includes what is
   * still in buffers, but not the time that the server takes to respond.
   */
  readonly secondsRemaining: number;
}

/**
 * An attempt failed, and another one follows. Only with `progress`.
 *
 * Before the other attempt sends its first byte, `bytesTransferred` shows how
 * far this one came.
 *
 * @category Events
 */
export interface UploadRetryingEvent extends UploadEventBase {
  /** Discriminant. */
  readonly phase: "retrying";
  /** Always false: the upload goes on. */
  readonly isError: false;
  /**
   * The number of the attempt that follows; 1 is the second one. It starts from
   * 1 again after the server has acknowledged more than before.
   */
  readonly attempt: number;
  /** The time in milliseconds until then. */
  readonly delay: number;
  /** The status that led to it; -1 if there was an error. */
  readonly status: number;
  /** The error that led to it; undefined if there was a response. */
  readonly error: UploadError | undefined;
}

/**
 * The properties of every `ended` event.
 *
 * @category Events
 */
export interface UploadEndedEventBase extends UploadEventBase {
  /** Discriminant. */
  readonly phase: "ended";
  /**
   * Bytes a second over the whole upload; -1 if unknown. Bytes that were stored
   * before do not count.
   */
  readonly bytesPerSecond: number;
  /** 0 if the whole body was sent; otherwise -1. */
  readonly secondsRemaining: number;
  /** The HTTP status; -1 if no response came. */
  readonly status: number;
  /**
   * Whether upload and response were complete, and the status is 200 to 299.
   */
  readonly ok: boolean;
  /**
   * The headers of the response by lower-case names, such as
   * `responseHeaders.etag`; empty if none came. Repeated values are joined by
   * `, `.
   */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /**
   * The URL that responded, or was tried last, after all redirects; without
   * user, password and fragment.
   */
  readonly responseUrl: string;
  /** Whether a redirect was followed. */
  readonly redirected: boolean;
  /**
   * The method of the last request. After a redirect it may be `GET`, which was
   * sent without a body. Browsers hide redirects, so there it is always that of
   * the call.
   */
  readonly method: string;
}

/**
 * The response is text, is empty, or has a status of 400 or more.
 *
 * @category Events
 */
export interface UploadTextEvent extends UploadEndedEventBase {
  /** Always false: a status of 400 or more is a response too. */
  readonly isError: false;
  /** The type of `response`. */
  readonly responseType: "text";
  /**
   * The body of the response, decoded by its byte order mark, its charset or
   * UTF-8.
   */
  readonly response: string;
  /** Only set if `isError` is true. */
  readonly error?: undefined;
}

/**
 * The response is not text.
 *
 * @category Events
 */
export interface UploadBinaryEvent extends UploadEndedEventBase {
  /** Always false: a status of 400 or more is a response too. */
  readonly isError: false;
  /** The type of `response`. */
  readonly responseType: "binary";
  /** The body of the response. */
  readonly response: Uint8Array<ArrayBuffer>;
  /** Only set if `isError` is true. */
  readonly error?: undefined;
}

/**
 * The upload failed, or was cancelled.
 *
 * @category Events
 */
export interface UploadFailedEvent extends UploadEndedEventBase {
  /** Always true. */
  readonly isError: true;
  /**
   * Always false, whatever the status: the upload or its response was
   * incomplete.
   */
  readonly ok: false;
  /** Always `"text"`. */
  readonly responseType: "text";
  /** The message and the hint of `error`. */
  readonly response: string;
  /**
   * What went wrong. Its `cause` is what the runtime threw, or a copy without
   * the query and the credentials if it shows them.
   */
  readonly error: UploadError;
}

/**
 * A complete response came, whatever its status.
 *
 * @category Events
 */
export type UploadAnsweredEvent = UploadTextEvent | UploadBinaryEvent;

/**
 * The last event of every upload; there is exactly one.
 *
 * @category Events
 */
export type UploadEndedEvent = UploadAnsweredEvent | UploadFailedEvent;

/**
 * An event of an upload: a union on `phase`, and for `ended` on `isError` and
 * `responseType`. Phases may be added, so switch with a default.
 *
 * `structuredClone()` and `postMessage()` take every event. `UploadError` says
 * what they keep of `error`.
 *
 * @example
 * ```ts
 * import { upload, type UploadEvent } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * function describe(event: UploadEvent): string {
 *   switch (event.phase) {
 *     case "progress":
 *       return `${event.bytesTransferred} bytes`;
 *     case "ended":
 *       return event.error?.code ?? `${event.status}`;
 *     default:
 *       return event.phase;
 *   }
 * }
 *
 * const running = upload({
 *   url: "http://127.0.0.1/",
 *   source: new Uint8Array(1000),
 * });
 * running.cancel();
 *
 * const event = await running;
 * assertEquals(describe(event), "cancelled");
 * ```
 *
 * @category Events
 */
export type UploadEvent =
  | UploadBeganEvent
  | UploadProgressEvent
  | UploadRetryingEvent
  | UploadEndedEvent;
