import type { RecordedRequest } from "./recorded_request.ts";

/** What a server lets pages of any origin do (WHATWG fetch, CORS protocol). */
export interface CorsPolicy {
  /** The methods that they may send. */
  readonly methods: string;
  /** The request headers that they may send. */
  readonly headers: string;
  /** The response headers that they may read. */
  readonly exposed: string;
}

/** Whether a browser asks if a page may send another request. */
export function isPreflight({ method, headers }: RecordedRequest): boolean {
  return method === "OPTIONS" && headers.has("access-control-request-method");
}

/** The headers of the response to a preflight request. */
export function preflightHeaders(
  { methods, headers }: CorsPolicy,
): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": methods,
    "Access-Control-Allow-Headers": headers,
  };
}

/** The headers of every other response. */
export function responseHeaders(
  { exposed }: CorsPolicy,
): Record<string, string> {
  return {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": exposed,
  };
}
