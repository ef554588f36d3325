import type { ServedExchange } from "../served_exchange.ts";
import type { Answer } from "../recorded_request.ts";
import type { RufhUpload } from "./rufh_upload.ts";
import type { InteropVersion, UploadLimits } from "./upload_limits.ts";

/** What the requests of a server for resumable uploads share. */
export interface RufhContext {
  readonly version: InteropVersion;
  readonly limits: UploadLimits;
  /** The upload resources by the paths of their URLs. */
  readonly uploads: Map<string, RufhUpload>;
  /** A path for a new upload resource. */
  nextPath(): string;
  /** The `Location` of an upload resource. */
  locationOf(upload: RufhUpload, exchange: ServedExchange): string;
  /** The response of the target to a complete representation. */
  process(upload: RufhUpload): Answer | Promise<Answer>;
}

/** A problem type that the draft defines. */
export type Problem =
  | "mismatching-upload-offset"
  | "completed-upload"
  | "inconsistent-upload-length";

/** The content of a response with a problem type (RFC 9457). */
export function problemBody(
  problem: Problem,
  title: string,
  members: Readonly<Record<string, number>> = {},
): string {
  const type = `https://iana.org/assignments/http-problem-types#${problem}`;
  return JSON.stringify({ type, title, ...members });
}

/** Rejects a request with a problem type. */
export function rejectWithProblem(
  exchange: ServedExchange,
  status: number,
  problem: Problem,
  title: string,
): Answer {
  const answer = exchange.reject(status, title, {
    "Content-Type": "application/problem+json",
  });
  return { ...answer, body: problemBody(problem, title) };
}
