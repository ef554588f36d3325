import type { UploadError } from "../errors/upload_error.ts";
import type { UploadEndedEvent } from "./ended_event.ts";
import type { UploadEventBase } from "./event_base.ts";

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
