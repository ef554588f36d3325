import type { UploadHeaders } from "./options.ts";

/**
 * What a `refresh` function changes for the attempts that follow.
 *
 * @category Options
 */
export interface RefreshedRequest {
  /**
   * The URL to upload to from now on, such as one that was signed again. A user
   * and password in it become Basic authorization (RFC 7617).
   *
   * If it leads to another origin, that gets no header of the call that may be a
   * secret: only `Content-*`, `Accept*`, `User-Agent`, `Prefer` and those in
   * `headers`.
   */
  url?: string | URL | undefined;
  /**
   * Headers that replace those of the same name. All others stay, at the same
   * origin. The Content-Type stays that of the call.
   */
  headers?: UploadHeaders | undefined;
}

/**
 * Repeats an upload that failed for a reason that may pass: after an error with
 * `isTransient`, and after a response with one of some statuses.
 *
 * Each attempt sends the whole source again, so a source that can be read only
 * once, such as a stream, is never sent again. A custom `protocol` runs again,
 * and may go on from where it was.
 *
 * The methods `POST` and `PATCH` are repeated too. If only the response was
 * lost, the server then does the work twice. Send an `Idempotency-Key` header
 * to a server that knows it, or use `PUT`.
 *
 * A redirect belongs to its attempt. Apart from those, a request goes out at
 * most `limit + 1` times. Only one that the server reports as not processed
 * (RFC 9113 §8.7) is not counted.
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
   * Maximum number of attempts after the first one. They are counted from 0
   * again whenever the server has acknowledged more than before. With 0 nothing
   * is repeated.
   * @default {3, or 5 with a `protocol`}
   */
  limit?: number | undefined;
  /**
   * The statuses, from 400 to 599, after which the upload is repeated.
   * @default {[408, 425, 429, 500, 502, 503, 504]}
   */
  statuses?: readonly number[] | undefined;
  /**
   * The delay in milliseconds that the first repetition takes at most. It
   * doubles each time, and the actual delay is a random part of it. A
   * `Retry-After` in the response (RFC 9110 §10.2.3) takes precedence.
   * @default {500}
   */
  baseDelay?: number | undefined;
  /**
   * Maximum delay in milliseconds. A response with a longer `Retry-After` is
   * the outcome.
   * @default {30000}
   */
  maxDelay?: number | undefined;
  /**
   * Called after the delay, right before each further attempt, for a fresh
   * token or a fresh signature. It is also called once after a 401 or a 403,
   * without a delay and even if `statuses` does not include them. That attempt
   * counts, too.
   *
   * Without a result the attempt is made as before. If it throws, the upload
   * ends with code `network`. No timeout applies to it.
   *
   * @param attempt The number of the attempt; 1 is the second one.
   */
  refresh?:
    | ((
      attempt: number,
    ) => RefreshedRequest | void | Promise<RefreshedRequest | void>)
    | undefined;
}
