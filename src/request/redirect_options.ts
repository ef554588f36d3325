/**
 * Limits the redirects that an upload follows.
 *
 * @example
 * ```ts
 * import { type RedirectOptions, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   () => Response.redirect("http://localhost/", 307),
 * );
 * const handleRedirects: RedirectOptions = { sameOrigin: true };
 *
 * const { error } = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   source: new Uint8Array(1000),
 *   handleRedirects,
 * });
 *
 * assertEquals(error?.code, "network");
 * ```
 *
 * @category Options
 */
export interface RedirectOptions {
  /**
   * Maximum number of redirects to follow. The next one ends the upload with code
   * `network`.
   * @default {10}
   */
  limit?: number | undefined;
  /**
   * Whether a redirect to another scheme, host or port ends the upload with code
   * `network`.
   * @default {false}
   */
  sameOrigin?: boolean | undefined;
  /**
   * Names of headers that are also sent to another origin, such as
   * `Authorization`, after a redirect or a refreshed URL of `retry`. `Content-*`,
   * `Accept*`, `User-Agent` and `Prefer` are always sent.
   * @default {[]}
   */
  keepHeaders?: readonly string[] | undefined;
}
