import type { UploadError } from "../errors/upload_error.ts";
import type { UploadEventBase } from "./event_base.ts";

/**
 * The properties of every `ended` event.
 *
 * @category Events
 */
export interface UploadEndedEventBase extends UploadEventBase {
  /** Discriminant. */
  readonly phase: "ended";
  /**
   * Bytes per second over the whole upload; -1 if unknown. Bytes that were
   * stored before do not count.
   */
  readonly bytesPerSecond: number;
  /** 0 if the whole body was sent; otherwise -1. */
  readonly secondsRemaining: number;
  /** The HTTP status; -1 if there was no response. */
  readonly status: number;
  /**
   * Whether the upload and the response are complete, and the status is 200 to
   * 299.
   */
  readonly ok: boolean;
  /**
   * The headers of the response by lower-case names, such as
   * `responseHeaders.etag`; empty if there was no response. Repeated values are
   * joined by `, `.
   */
  readonly responseHeaders: Readonly<Record<string, string>>;
  /**
   * The URL of the last request, after all redirects, without user, password and
   * fragment.
   */
  readonly responseUrl: string;
  /** Whether a redirect was followed. */
  readonly redirected: boolean;
  /**
   * The method of the last request. After a redirect it may be `GET`, sent
   * without a body. In browsers, which hide redirects, it is always the method
   * of the call.
   */
  readonly method: string;
}

/**
 * The response is text, is empty, or has a status of 400 or more.
 *
 * @category Events
 */
export interface UploadTextEvent extends UploadEndedEventBase {
  /** Always false, even if the status is 400 or more. */
  readonly isError: false;
  /** The type of `response`. */
  readonly responseType: "text";
  /**
   * The body of the response, decoded by its byte order mark, otherwise its
   * charset, otherwise as UTF-8.
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
  /** Always false, even if the status is 400 or more. */
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
   * Always false, even if the status is 200 to 299: the upload or its response
   * was incomplete.
   */
  readonly ok: false;
  /** Always `"text"`. */
  readonly responseType: "text";
  /** The message and the hint of `error`. */
  readonly response: string;
  /**
   * What went wrong. Its `cause` is what the runtime threw, or a copy of it
   * without query and credentials.
   */
  readonly error: UploadError;
}

/**
 * The upload ended with a complete response, of any status.
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
