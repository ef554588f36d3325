/**
 * Header names and values: a record, `Headers`, or pairs, which may repeat a
 * name. Values that are `undefined` are skipped. `Content-Length` and
 * `Transfer-Encoding` are ignored: the library sets them. Headers of the
 * connection, such as `Connection`, `Keep-Alive`, `Expect` and `Upgrade`, are
 * refused.
 *
 * @category Options
 */
export type UploadHeaders =
  | Headers
  | Record<string, string | number | boolean | undefined>
  | Iterable<readonly (string | number | boolean | undefined)[]>;
