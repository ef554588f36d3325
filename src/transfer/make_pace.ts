import { sendsStreams } from "../body/framing.ts";
import type { UploadRequest } from "../request/upload_request.ts";
import { refuse } from "../request/validation.ts";
import { Pace } from "../streams/pace.ts";

type Limit = Pick<UploadRequest, "maxBytesPerSecond">;

/** Makes the pace of an upload; undefined if its rate is not limited. */
export function makePace({ maxBytesPerSecond }: Limit): Pace | undefined {
  return maxBytesPerSecond === Infinity
    ? undefined
    : new Pace(maxBytesPerSecond);
}

/**
 * Refuses a limit in a runtime that cannot keep it: one that cannot send streams
 * takes a body at once.
 *
 * @throws {TypeError} If it cannot be kept.
 */
export function assertPaceable(
  { maxBytesPerSecond }: Limit,
  isPaceable = sendsStreams,
): void {
  if (maxBytesPerSecond === Infinity || isPaceable()) return;
  refuse(
    "'maxBytesPerSecond' must not be set in a runtime that cannot send streams, such as a browser",
  );
}
