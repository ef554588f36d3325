import { errorAnswer, type S3Answer } from "./s3_answer.ts";
import { S3Error, type S3ErrorCode } from "./s3_error.ts";
import type { S3MultipartUpload } from "./s3_objects.ts";
import type { S3Operation, S3Request } from "./s3_request.ts";

/** What a test makes an S3 server do to its client; undefined leaves a request alone. */
export interface S3Hooks {
  /** Answers in the place of the server, which then only reads the body; it may wait first. */
  answer?(
    request: S3Request,
  ): S3Answer | undefined | Promise<S3Answer | undefined>;
  /** The bytes of a body after which the connection is dropped; nothing of it is stored. */
  cut?(request: S3Request): number | undefined;
  /** What a part waits for once it has arrived, and before it is stored, if its client waits or not. */
  hold?(request: S3Request): Promise<void> | undefined;
  /** Changes a response after the request was processed; it may wait first. */
  change?(
    request: S3Request,
    answer: S3Answer,
  ): S3Answer | undefined | Promise<S3Answer | undefined>;
  /** Whether the response is lost: the request is processed, and the connection dropped. */
  lose?(request: S3Request, answer: S3Answer): boolean | undefined;
  /** How many of the parts of an upload are there again after it was aborted. */
  landAfterAbort?(upload: S3MultipartUpload): number | undefined;
}

/** Which requests a fault concerns. */
export interface S3Fault {
  /** How many requests. @default 1 */
  readonly times?: number;
  /** The part, if it is one part alone. */
  readonly partNumber?: number;
  /** Whether the server responds before it reads the body, and closes the connection. */
  readonly isEarly?: boolean;
  /** Headers such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A hook that responds with an error to the next requests of an operation. */
export function refusing(
  operation: S3Operation,
  code: S3ErrorCode,
  { isEarly = false, headers = {}, ...which }: S3Fault = {},
): (request: S3Request) => S3Answer | undefined {
  const concerns = nextOf(operation, which);
  return (request) => {
    if (!concerns(request)) return undefined;
    request.error = code;
    const answer = errorAnswer(new S3Error(code), request);
    return { ...answer, headers: { ...answer.headers, ...headers }, isEarly };
  };
}

/** A hook that is true for the next requests of an operation, as for `lose`. */
export function nextOf(
  operation: S3Operation,
  { times = 1, partNumber }: Pick<S3Fault, "times" | "partNumber"> = {},
): (request: S3Request) => boolean {
  let left = times;
  return (request) =>
    request.operation === operation &&
    (partNumber === undefined || request.partNumber === partNumber) &&
    left-- > 0;
}

/** The answer of S3 whose request fails after it has sent a 200. */
export function errorInside200(
  code: S3ErrorCode,
  request: S3Request,
): S3Answer {
  return { ...errorAnswer(new S3Error(code), request), status: 200 };
}

/**
 * Sends an answer as S3 does while it completes a large upload: the head at once, always with 200,
 * then white space, which S3 puts after the declaration of the XML.
 *
 * @param ready What the rest waits for.
 */
export function padded(
  answer: S3Answer,
  ready: Promise<void> = Promise.resolve(),
): S3Answer {
  const text = typeof answer.body === "string" ? answer.body : "";
  const [declaration = ""] = /^<\?xml[^>]*>\n/.exec(text) ?? [];
  return {
    ...answer,
    status: 200,
    padding: `${declaration}${" \n".repeat(100)}`,
    body: text.slice(declaration.length),
    ready,
  };
}

/** The page of a proxy in the place of an answer of S3. */
export function htmlAnswer(status: number): S3Answer {
  return {
    status,
    headers: { "content-type": "text/html" },
    body: "<html><body><h1>Bad gateway</h1><p>a & b</body></html>",
  };
}

/** An answer that ends in the middle of its XML. */
export function truncated(answer: S3Answer): S3Answer {
  const text = typeof answer.body === "string" ? answer.body : "";
  return { ...answer, body: text.slice(0, text.length / 2) };
}
