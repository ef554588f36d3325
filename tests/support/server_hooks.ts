import type { Answer, RecordedRequest } from "./recorded_request.ts";

/** What a test makes a resumable server do to its client; undefined leaves a request alone. */
export interface ServerHooks {
  /** Answers in the place of the server, which then only reads the body; it may wait first. */
  answer?(
    request: RecordedRequest,
  ): Answer | undefined | Promise<Answer | undefined>;
  /** The bytes of a body after which the connection is dropped; those are kept. */
  keep?(request: RecordedRequest): number | undefined;
  /** What a body waits for before more of it is read. */
  hold?(request: RecordedRequest): Promise<void> | undefined;
  /** Whether the response is lost: the request is processed, and the connection dropped. */
  lose?(request: RecordedRequest, answer: Answer): boolean | undefined;
  /** The `Location` of a new upload; by default its absolute URL. */
  location?(url: URL): string;
}

/** A hook that responds to the next requests of a method. */
export function times(
  count: number,
  method: string,
  answer: Answer,
): (request: RecordedRequest) => Answer | undefined {
  let left = count;
  return (request) =>
    request.sentMethod === method && left-- > 0 ? answer : undefined;
}
