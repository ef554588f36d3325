import type { UploadHeaders } from "./upload_headers.ts";

/**
 * The changes that a `refresh` function makes for the attempts that follow.
 *
 * @category Options
 */
export interface RefreshedRequest {
  /**
   * The URL to upload to from now on, such as a freshly signed one. A user and
   * password in it become Basic authorization (RFC 7617).
   *
   * Another origin receives only `Content-*`, `Accept*`, `User-Agent` and
   * `Prefer` of the call's headers, those that `keepHeaders` of
   * `handleRedirects` names, and those in `headers`.
   */
  url?: string | URL | undefined;
  /**
   * Headers that replace those of the same name. At the same origin, all others
   * stay. The Content-Type always stays.
   */
  headers?: UploadHeaders | undefined;
}

/**
 * Repeats an upload that failed for a temporary reason: after an error with
 * `isTransient`, and after a response with certain statuses.
 *
 * Each attempt sends the whole source again, so a source that can be read only
 * once, such as a stream, is never sent again. A custom `protocol` runs again,
 * and may continue where it stopped.
 *
 * The methods `POST` and `PATCH` are repeated too. If only the response was
 * lost, the server then does the work twice. Use `PUT`, or send an
 * `Idempotency-Key` header to a server that supports it.
 *
 * A request is sent at most `limit + 1` times, plus its redirects. Requests that
 * the server reports as not processed (RFC 9113 §8.7) do not count.
 *
 * @example A token that expires
 * ```ts
 * import { type RetryOptions, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ headers }) => {
 *     const token = headers.get("authorization");
 *     const status = token === "Bearer new" ? 200 : 401;
 *     return new Response(null, { status });
 *   },
 * );
 * const retry: RetryOptions = {
 *   limit: 5,
 *   refresh: () => ({ headers: { authorization: "Bearer new" } }),
 * };
 *
 * const { status } = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   headers: { authorization: "Bearer old" },
 *   source: new Uint8Array(1000),
 *   retry,
 * });
 *
 * assertEquals(status, 200);
 * ```
 *
 * @category Options
 */
export interface RetryOptions {
  /**
   * Maximum number of attempts after the first one; 0 disables retries. The
   * count restarts whenever the server has acknowledged more bytes than before.
   * @default {3, or 5 with a `protocol`}
   */
  limit?: number | undefined;
  /**
   * The statuses, from 400 to 599, after which the upload is repeated.
   * @default {[408, 425, 429, 500, 502, 503, 504]}
   */
  statuses?: readonly number[] | undefined;
  /**
   * Maximum delay of the first repetition in milliseconds. It doubles each time,
   * and the actual delay is a random part of it. A `Retry-After` in the response
   * (RFC 9110 §10.2.3) takes precedence.
   * @default {500}
   */
  baseDelay?: number | undefined;
  /**
   * Maximum delay in milliseconds. A response with a longer `Retry-After` is not
   * followed by another attempt.
   * @default {30000}
   */
  maxDelay?: number | undefined;
  /**
   * Called after the delay, right before each further attempt, to get a fresh
   * token or signature. After a 401 or a 403 it is called once without a delay,
   * even if `statuses` does not include them. That attempt counts too.
   *
   * Without a result nothing is changed. If it throws, the upload ends with code
   * `network`. No timeout applies to it.
   *
   * @param attempt The number of the attempt; 1 is the second one.
   */
  refresh?:
    | ((
      attempt: number,
    ) => RefreshedRequest | void | Promise<RefreshedRequest | void>)
    | undefined;
}
