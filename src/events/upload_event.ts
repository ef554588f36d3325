import type { UploadError } from "../errors/upload_error.ts";
import type { UploadEndedEvent } from "./ended_event.ts";
import type { UploadEventBase } from "./event_base.ts";

/**
 * The source is open, and the upload is about to connect. Only sent with
 * `progress`.
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
 * The transport took more of the body. Only sent with `progress`. The last one
 * reports the full size, unless the server responds early or the upload fails.
 * While nothing moves, one is sent each second, so that the rate can fall.
 *
 * @category Events
 */
export interface UploadProgressEvent extends UploadEventBase {
  /** Discriminant. */
  readonly phase: "progress";
  /** Always false. */
  readonly isError: false;
  /**
   * Bytes per second over the last few seconds; -1 if unknown, such as at the
   * start. It falls while nothing moves. Bytes that fill buffers at the start,
   * and bytes that were stored before, do not count.
   */
  readonly bytesPerSecond: number;
  /**
   * The time in seconds, to a tenth, until the whole body is sent. It includes
   * bytes in buffers, but not the time that the server takes to respond. It is
   * -1 if unknown, such as for a body of unknown size, or if nothing moves.
   */
  readonly secondsRemaining: number;
}

/**
 * An attempt failed, and another one follows. Only sent with `progress`.
 *
 * `bytesTransferred` shows how far the failed attempt came, until the next one
 * sends its first byte.
 *
 * @category Events
 */
export interface UploadRetryingEvent extends UploadEventBase {
  /** Discriminant. */
  readonly phase: "retrying";
  /** Always false: the upload continues. */
  readonly isError: false;
  /**
   * The number of the attempt that follows; 1 is the second one. It restarts from
   * 1 after the server has acknowledged more bytes than before.
   */
  readonly attempt: number;
  /** The time until that attempt, in milliseconds. */
  readonly delay: number;
  /** The status of the failed attempt; -1 if it ended with an error. */
  readonly status: number;
  /** The error of the failed attempt; undefined if there was a response. */
  readonly error: UploadError | undefined;
}

/**
 * An event of an upload: a union on `phase`, and for `ended` on `isError` and
 * `responseType`. Phases may be added, so switch with a default.
 *
 * `structuredClone()` and `postMessage()` accept every event. See `UploadError`
 * for what they keep of `error`.
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
