import { plainUrl } from "../errors/redact.ts";
import { TRANSIENT_STATUSES } from "../errors/response_error.ts";
import type { UploadErrorCode } from "../errors/upload_error.ts";
import type { UploadAllEvent } from "../events/all_events.ts";
import type { UploadEndedEvent } from "../events/ended_event.ts";
import type { UploadOptions } from "../request/options.ts";
import { isRecord } from "../request/validation.ts";
import { restoreOptions } from "./saved_options.ts";
import type { StoredValue } from "./store.ts";

/**
 * Why a pending upload failed for good.
 *
 * @category Stores
 */
export interface PendingFailure {
  /** The code of the error; `status` if the server refused the upload. */
  readonly code: UploadErrorCode;
  /** The status of the response; -1 without one. */
  readonly status: number;
  /** What happened. */
  readonly message: string;
}

/**
 * An upload that is to be run.
 *
 * @category Stores
 */
export interface PendingUpload {
  /** Identifies it; later ones have greater ids. */
  readonly id: string;
  /** Where it goes, without credentials and query. */
  readonly url: string;
  /** The failure after which it is not run again, if there was one. */
  readonly failure?: PendingFailure;
}

/**
 * An event of a pending upload.
 *
 * @category Stores
 */
export type PendingEvent = UploadAllEvent & {
  /** The id of the upload, as `save()` returned it. */
  readonly id: string;
};

/** Statuses after which another try may help, such as with a fresh token. */
const PASSING_STATUSES = [...TRANSIENT_STATUSES, 401, 403, 423];

/** A saved upload, with the options to run it with. */
export interface SavedUpload extends PendingUpload {
  readonly options: UploadOptions;
}

/** The upload that a store has kept; undefined if that is damaged. */
export function restoreUpload(
  id: string,
  value: unknown,
): SavedUpload | undefined {
  if (!isRecord(value)) return undefined;
  const options = restoreOptions(value.options);
  if (options === undefined) return undefined;
  const upload = { id, options, url: plainUrl(new URL(options.url)) };
  const failure = toFailure(value.failure);
  return failure === undefined ? upload : { ...upload, failure };
}

/** The failure for an ended event; undefined if it may go well the next time. */
export function failureOf(event: UploadEndedEvent): StoredValue | undefined {
  const { status } = event;
  if (event.isError) {
    const { code, isTransient, message } = event.error;
    const isPassing = isTransient || code === "cancelled" || code === "timeout";
    return isPassing ? undefined : { code, status, message };
  }
  if (event.ok || PASSING_STATUSES.includes(status)) return undefined;
  return { code: "status", status, message: `Refused with status ${status}` };
}

function toFailure(value: unknown): PendingFailure | undefined {
  return isFailure(value) ? value : undefined;
}

function isFailure(value: unknown): value is PendingFailure {
  return isRecord(value) && typeof value.code === "string" &&
    typeof value.status === "number" && typeof value.message === "string";
}
