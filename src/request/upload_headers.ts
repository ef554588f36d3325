/**
 * Header names and values: a record, `Headers`, or pairs, which may repeat a
 * name. Values that are `undefined` are skipped. `Content-Length` and
 * `Transfer-Encoding` are ignored, because the library sets them. Headers of a
 * connection, such as `Keep-Alive`, `Expect` and `Upgrade`, are refused.
 *
 * @category Options
 */
export type UploadHeaders =
  | Headers
  | Record<string, string | number | boolean | undefined>
  | Iterable<readonly (string | number | boolean | undefined)[]>;
