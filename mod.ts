/**
 * Uploads a file, or any source of bytes, over HTTP with the native `fetch`, and
 * never fails silently.
 *
 * Progress, cancellation, retry and a true `Content-Length` on a streamed body
 * work together, with flat memory, in Deno, Node, Bun, Cloudflare Workers and
 * browsers. Every failure has a code, a message and a hint: `await` returns the
 * last event in any case, and `orThrow()` rejects unless the server accepted the
 * upload. Only an invalid argument throws at once.
 *
 * ```ts
 * import { upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => new Response(await request.text()),
 * );
 * const file = await Deno.makeTempFile();
 * await Deno.writeTextFile(file, "hello");
 *
 * const running = upload({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   method: "PUT",
 *   source: file,
 *   progress: true,
 *   retry: 3,
 * });
 * const counts = [];
 * for await (const event of running) {
 *   if (event.phase !== "progress") continue;
 *   counts.push(event.bytesTransferred);
 * }
 * const { response } = await running.orThrow();
 *
 * assertEquals(counts.at(-1), 5);
 * assertEquals(response, "hello");
 * await Deno.remove(file);
 * ```
 *
 * A source is a filename, a Blob, bytes, a stream, an iterable, a `Request`, a
 * `Response`, `FormData`, or a function that opens any of these. Forms are
 * streamed with their length. See {@linkcode UploadOptions} for the options, and
 * {@linkcode UploadEvent} for the events. {@linkcode uploadAll} runs many
 * uploads. More is in modules of their own:
 * - `@network/upload/resumable`: uploads that continue after a crash, by tus or
 *   the draft of the IETF
 * - `@network/upload/pending`: uploads that are saved, and run later
 * - `@network/upload/s3`: large objects for S3 and R2, in parallel parts
 * - `@network/upload/cli`: the command line
 *
 * Runtimes set limits of their own:
 * - The `fetch` of Node waits 10 s for a connection and 300 s for a response,
 *   whatever `timeout` is. One with an undici dispatcher waits longer.
 * - Deno sends bodies of up to 64 KiB by `PUT` in one piece. A server that
 *   responds early, stops reading and keeps the connection keeps the process
 *   alive.
 * - Browsers send no streams, so a stream is collected first.
 * - Bundlers that split code, such as Vite and `deno bundle --code-splitting`, put
 *   what browsers do not need into separate chunks. Vite 7 and older need
 *   `worker: { format: "es" }` for uploads in a worker.
 *
 * Importing requires no permission. An upload requires `--allow-net` for the
 * server, `--allow-read` for a file, and `--allow-env` for the environment
 * variables that locate a base directory.
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
  UploadAnsweredEvent,
  UploadBinaryEvent,
  UploadEndedEvent,
  UploadEndedEventBase,
  UploadFailedEvent,
  UploadTextEvent,
} from "./src/events/ended_event.ts";
export type { UploadEventBase } from "./src/events/event_base.ts";
export type {
  UploadBeganEvent,
  UploadEvent,
  UploadProgressEvent,
  UploadRetryingEvent,
} from "./src/events/upload_event.ts";
export type { UploadAllEvent, UploadTotals } from "./src/events/all_events.ts";
export type { Upload } from "./src/handle.ts";
export type { UploadAll } from "./src/all_handle.ts";
export type {
  MultipartFields,
  MultipartOptions,
  MultipartPart,
  MultipartValue,
} from "./src/request/multipart_options.ts";
export type { FetchLike } from "./src/request/fetch_like.ts";
export type { UploadMethod } from "./src/request/method.ts";
export type { UploadOptions } from "./src/request/options.ts";
export type { UploadParams } from "./src/request/params.ts";
export type { SourceDetails } from "./src/request/source_details.ts";
export type { UploadHeaders } from "./src/request/upload_headers.ts";
export type {
  ByteSource,
  PlainSource,
  SourceFunction,
  SourceRange,
  UploadSource,
} from "./src/source/upload_source.ts";
export type { ExchangeRequest } from "./src/request/exchange_request.ts";
export type {
  CleanUp,
  OpenUpload,
  Protocol,
  Reply,
  ResponseBody,
  Send,
} from "./src/request/protocol.ts";
export type {
  OpenBytes,
  OpenSource,
  SourceBytes,
  SourceIdentity,
} from "./src/source/source.ts";
export type { ByteRange } from "./src/streams/bytes.ts";
export type { RedirectOptions } from "./src/request/redirect_options.ts";
export type {
  RefreshedRequest,
  RetryOptions,
} from "./src/request/retry_options.ts";
export type {
  UploadAllOptions,
  UploadIterable,
} from "./src/request/upload_all_options.ts";
export { upload } from "./src/upload.ts";
export { uploadAll } from "./src/upload_all.ts";

// Bundles have all modules in one, so `main` alone may mean the caller's program.
if (import.meta.main && import.meta.url.endsWith("/mod.ts")) {
  console.error(
    "@network/upload is a module. Its command line is jsr:@network/upload/cli",
  );
  if (typeof Deno !== "undefined") Deno.exitCode = 2;
}
