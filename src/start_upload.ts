import { attempt, property } from "./errors/attempt.ts";
import { toUploadRequest } from "./request/upload_request.ts";
import { checkUrl } from "./request/url_validation.ts";
import { takeCredentials } from "./request/url.ts";
import { RunningUpload, type UploadWatcher } from "./running_upload.ts";
import { cancelSource } from "./source/ownership.ts";
import { assertPaceable } from "./transfer/make_pace.ts";

/**
 * Checks the arguments of a call, in either form, and starts its upload.
 *
 * @throws {TypeError} If an argument is invalid.
 */
export function startUpload(
  args: readonly unknown[],
  watcher?: UploadWatcher,
): RunningUpload {
  const request = toUploadRequest(args);
  assertPaceable(request);
  return new RunningUpload(request, watcher);
}

/** Closes the source of an upload that is not to be started. */
export function discardUpload(options: unknown): void {
  const request = attempt(() => toUploadRequest([options]), undefined);
  if (request !== undefined) cancelSource(request.source, undefined);
}

/** The URL of an upload without user and password; empty if it is invalid. */
export function urlOfUpload(options: unknown): string {
  const url = property(options, "url");
  return attempt(() => takeCredentials(checkUrl(url)).url.href, "");
}
