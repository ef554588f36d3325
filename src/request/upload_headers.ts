/**
 * Header names and values: a record, `Headers`, or pairs, which may repeat a
 * name. Values that are `undefined` are skipped. `Content-Length` and
 * `Transfer-Encoding` are ignored, because the library sets them, and so is a
 * `Host` that is that of the URL.
 *
 * Headers that a runtime would drop or misinterpret are refused: any other
 * `Host`, headers of a connection, such as `Keep-Alive`, `Expect` and `Upgrade`,
 * and in browsers those that a page cannot set, such as `Cookie`, `Origin` and
 * `Referer` (WHATWG fetch, forbidden request-header).
 *
 * @category Options
 */
export type UploadHeaders =
  | Headers
  | Record<string, string | number | boolean | undefined>
  | Iterable<readonly (string | number | boolean | undefined)[]>;
