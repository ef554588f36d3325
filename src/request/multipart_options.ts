/**
 * Fields of a form besides the file: a record, or pairs, which may repeat a
 * name.
 */
export type MultipartFields =
  | Record<string, string | number | boolean>
  | Iterable<readonly [string, string | number | boolean]>;

/**
 * Sends the source as the file of a form, as a browser does (RFC 7578, WHATWG
 * HTML §4.10.21.8). The form is streamed, and has a `Content-Length` if the
 * length of the source is known.
 *
 * @example
 * ```ts
 * import { type MultipartOptions, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     const form = await request.formData();
 *     return Response.json([...form.keys()]);
 *   },
 * );
 * const multipart: MultipartOptions = {
 *   name: "photo",
 *   filename: "1.jpg",
 *   fields: { album: "Holiday" },
 * };
 *
 * const { response } = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   source: new Uint8Array(1000),
 *   multipart,
 * });
 *
 * assertEquals(response, '["album","photo"]');
 * ```
 */
export interface MultipartOptions {
  /**
   * The name of the form's file field.
   * @default {"file"}
   */
  name?: string | undefined;
  /**
   * The filename that is sent to the server. A `Content-Type` that is not
   * stated otherwise is that of its extension.
   * @default {the name of the source, otherwise "blob"}
   */
  filename?: string | undefined;
  /** Further fields, sent before the file. */
  fields?: MultipartFields | undefined;
}
