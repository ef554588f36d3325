import { property } from "../errors/attempt.ts";
import { hasMethods } from "../streams/platform_object.ts";

/**
 * A `Request` or `Response` of any realm or library. Some, such as requests in
 * Firefox, have no `body`.
 */
export interface Message {
  readonly body?: unknown;
  readonly bodyUsed: boolean;
  readonly headers: Pick<Headers, "get" | "has">;
  /** Of a response: whether its status is 2xx. */
  readonly ok?: boolean;
  /** Of a response. */
  readonly status?: number;
}

/** Whether a value is a `Request` or a `Response`. */
export function isMessage(value: unknown): value is Message {
  return ["Request", "Response"].includes(
    String(property(value, Symbol.toStringTag)),
  ) &&
    typeof property(value, "bodyUsed") === "boolean" &&
    hasMethods(property(value, "headers"), "get", "has");
}

/** The Content-Type of a message. */
export function typeOfMessage({ headers }: Message): string | undefined {
  return headers.get("content-type") ?? undefined;
}

/**
 * The number of bytes that the body of a message yields, if it is stated. If
 * `fetch` has decoded a response, `Content-Length` is the encoded length (RFC
 * 9110 §8.6). No runtime decodes a request.
 */
export function lengthOfMessage(
  { headers, status }: Message,
): number | undefined {
  const text = headers.get("content-length") ?? "";
  const length = /^\d+$/.test(text) ? Number(text) : NaN;
  const isDecoded = status !== undefined && headers.has("content-encoding");
  return Number.isSafeInteger(length) && !isDecoded ? length : undefined;
}
