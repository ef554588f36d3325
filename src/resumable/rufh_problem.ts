import { attempt } from "../errors/attempt.ts";
import type { Reply } from "../request/protocol.ts";
import { isRecord } from "../request/validation.ts";

const PREFIX = "https://iana.org/assignments/http-problem-types#";

/** A problem that a reply reports (RFC 9457). */
export interface RufhProblem {
  /** Its type as the draft names it, such as `completed-upload`. */
  readonly type: string;
  /** The offset of the server, in a `mismatching-upload-offset`. */
  readonly expectedOffset: number | undefined;
}

/** The problem of a reply; undefined if it reports none that the draft defines. */
export function problemOf({ response, body }: Reply): RufhProblem | undefined {
  const type = response.headers.get("content-type") ?? "";
  if (!/^application\/problem\+json\b/i.test(type)) return undefined;
  const text = body.responseType === "text" ? body.response : "";
  const problem: unknown = attempt(() => JSON.parse(text), undefined);
  if (!isRecord(problem) || typeof problem.type !== "string") return undefined;
  if (!problem.type.startsWith(PREFIX)) return undefined;
  const expected = Number(problem["expected-offset"]);
  const isOffset = Number.isSafeInteger(expected) && expected >= 0;
  return {
    type: problem.type.slice(PREFIX.length),
    expectedOffset: isOffset ? expected : undefined,
  };
}
