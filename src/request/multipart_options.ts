import type { ByteSource, SourceFunction } from "../source/upload_source.ts";

/**
 * A part of a form that is not text.
 *
 * @category Options
 */
export interface MultipartPart {
  /**
   * What to send as the value. A filename is resolved like that of the upload's
   * own source. A stream is always closed when the upload ends.
   */
  source: ByteSource | SourceFunction;
  /**
   * The filename that is sent to the server. `null` sends none, so that the
   * server does not treat the part as a file.
   * @default {the name of the source, otherwise "blob"}
   */
  filename?: string | null | undefined;
  /**
   * The Content-Type of the part; `null` sends none.
   * @default {the type of the source, the type of the extension, or `application/octet-stream`}
   */
  contentType?: string | null | undefined;
  /** The number of bytes to send, like the option `size` of the upload. */
  size?: number | undefined;
}

/**
 * The value of a part: text, a Blob, or any other source.
 *
 * @category Options
 */
export type MultipartValue = string | number | boolean | Blob | MultipartPart;

/**
 * Parts of a form besides the source: a record, or pairs, which may repeat a
 * name. They are sent in the given order.
 *
 * @example Several files, and JSON with a type of its own
 * ```ts
 * import { type MultipartFields, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     const form = await request.formData();
 *     return Response.json([...form.keys()]);
 *   },
 * );
 * const fields: MultipartFields = [
 *   ["meta", { source: Response.json({ album: 7 }) }],
 *   ["photo", new File(["..."], "1.jpg")],
 *   ["photo", { source: new Uint8Array(9), filename: "2.jpg" }],
 * ];
 *
 * const { response } = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   source: new Blob(["..."]),
 *   multipart: { name: "photo", filename: "3.jpg", fields },
 * });
 *
 * assertEquals(response, '["meta","photo","photo","photo"]');
 * ```
 *
 * @category Options
 */
export type MultipartFields =
  | Record<string, MultipartValue>
  | Iterable<readonly [string, MultipartValue]>;

/**
 * Sends the source as the file of a form, as a browser does (RFC 7578, WHATWG
 * HTML §4.10.21.8). The form is streamed, and has a `Content-Length` if the
 * length of each part is known.
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
 *
 * @category Options
 */
export interface MultipartOptions {
  /**
   * The name of the form's file field.
   * @default {"file"}
   */
  name?: string | undefined;
  /**
   * The filename that is sent to the server. Its extension determines the
   * Content-Type if nothing else states one.
   * @default {the name of the source, otherwise "blob"}
   */
  filename?: string | undefined;
  /** More parts, sent before the source. */
  fields?: MultipartFields | undefined;
}
