import type { UploadEvent } from "./upload_event.ts";

/**
 * The totals of the uploads of `uploadAll()`: the sums of what the newest event
 * of each has shown.
 *
 * @category Events
 */
export interface UploadTotals {
  /**
   * How many uploads there are; -1 if unknown. It is known at once if they are
   * an array, otherwise once the iterable has ended.
   */
  readonly files: number;
  /** How many of them have ended. */
  readonly ended: number;
  /**
   * How many of these were not `ok`: refused by the server, failed, cancelled
   * or invalid.
   */
  readonly failed: number;
  /**
   * Bytes of all bodies that the transports have taken. An upload without
   * `progress` counts when it has ended.
   */
  readonly bytesTransferred: number;
  /**
   * Bytes of all bodies; -1 while those of any are unknown, and so until the
   * last upload has begun. One that ended without a known size counts with what
   * was sent.
   */
  readonly bytesEstimated: number;
  /**
   * Bytes per second over the last few seconds, of all uploads together; -1 if
   * unknown. In the totals that `await` gives, it is the average.
   */
  readonly bytesPerSecond: number;
  /**
   * The time in seconds until everything is sent, to a tenth; -1 if unknown, as
   * it is while `bytesEstimated` is.
   */
  readonly secondsRemaining: number;
}

/**
 * An event of one of the uploads of `uploadAll()`.
 *
 * @category Events
 */
export type UploadAllEvent = UploadEvent & {
  /** The place of the upload in the iterable, from 0. */
  readonly index: number;
  /** The totals of all uploads. */
  readonly totals: UploadTotals;
};
