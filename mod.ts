/**
 * Uploads a file, or any source of bytes, over HTTP with the native `fetch`, and tells how it
 * goes as an async iterator of phase events: `began`, `progress` and `ended`.
 *
 * It gives progress, cancelling and a true `Content-Length` on a streamed body at once, with memory
 * that stays flat, in Deno, Node, Bun and workerd; browsers send what has a length.
 *
 * ```ts ignore
 * import { CurrentDirectory, upload } from "@network/upload";
 *
 * const url = "https://example.com/videos/holiday.mp4";
 * for await (const event of upload(url, "PUT", { progress: true }, "holiday.mp4", CurrentDirectory)) {
 *   if (event.isError) console.error(event.response);
 *   else if (event.phase === "ended") console.log("status", event.status);
 *   else console.log(event.phase, event.bytesTransferred, "of", event.bytesEstimated);
 * }
 * ```
 *
 * The program needs `--allow-net` for the server and `--allow-read` for the file, and
 * `--allow-env` for the variables that a base directory is known by. Importing needs nothing.
 *
 * @module
 */

export {
  ApplicationSupportDirectory,
  type BaseDirectory,
  CachesDirectory,
  CurrentDirectory,
  DocumentsDirectory,
  type NamedDirectory,
  ResourceDirectory,
  TemporaryDirectory,
} from "./src/files/base_directory.ts";
export { cancel } from "./src/transfer/cancel_registry.ts";
export {
  UploadError,
  type UploadErrorCode,
} from "./src/errors/upload_error.ts";
export type {
  BeganEvent,
  BinaryAnswerEvent,
  EndedEvent,
  EndedEventBase,
  FailedEvent,
  TextAnswerEvent,
  UploadEvent,
  UploadEventBase,
  UploadProgressEvent,
} from "./src/events/upload_event.ts";
export type { Upload } from "./src/handle.ts";
export type {
  FetchLike,
  MultipartFields,
  MultipartOptions,
  RedirectOptions,
  UploadHeaders,
  UploadOptions,
  UploadParams,
} from "./src/request/options.ts";
export type { UploadSource } from "./src/source/upload_source.ts";
export type {
  ExchangeRequest,
  OpenUpload,
  Protocol,
  Reply,
  ResponseBody,
  Send,
} from "./src/request/protocol.ts";
export type { OpenSource, SourceBytes } from "./src/source/source.ts";
export type { ByteRange } from "./src/streams/bytes.ts";
export { upload } from "./src/upload.ts";
