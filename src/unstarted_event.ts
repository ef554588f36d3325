import type { UploadError } from "./errors/upload_error.ts";
import { EventMaker } from "./event_maker.ts";
import type { UploadFailedEvent } from "./events/ended_event.ts";
import { makeRequestId } from "./events/request_id.ts";
import { Progress } from "./transfer/progress.ts";

/**
 * The only event of an upload that could not be started.
 *
 * @param url Without user and password; empty if it is not known.
 */
export function toUnstartedEvent(
  url: string,
  error: UploadError,
): UploadFailedEvent {
  const maker = new EventMaker(makeRequestId(), url, new Progress(() => {}));
  return maker.failed(error, {
    destination: { responseUrl: url, redirected: false, method: "" },
    response: undefined,
  });
}
