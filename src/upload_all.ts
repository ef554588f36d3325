import type { UploadAll } from "./all_handle.ts";
import {
  checkAllOptions,
  checkUploads,
  type UploadAllOptions,
  type UploadIterable,
} from "./request/upload_all_options.ts";
import { RunningAll } from "./running_all.ts";

/**
 * Uploads many files, or other sources, several at the same time. The events of
 * all come in one loop, each with the `index` of its upload and the `totals` of
 * all.
 *
 * Uploads are taken from the iterable one by one, each when there is a place for
 * it. So a generator may name any number of files, and none is opened before its
 * turn. An upload has all of its events if its options have `progress`, otherwise
 * only `ended`.
 *
 * An upload that fails stops no other one. One with invalid options is a failed
 * upload, with code `invalid-options`. If the iterable throws, the uploads that
 * run are completed, and an `ended` event with code `source` has the error.
 *
 * Cancelling closes the iterator. Uploads that were not taken have no events, and
 * their sources are left as they are.
 *
 * A slow consumer slows no upload that runs. With 100 unread events of uploads
 * that have ended, the next upload waits, and no event is lost. If nothing
 * iterates over the events, only the last 100 of these are kept, and no upload
 * waits.
 *
 * @param uploads The options of each, as `upload()` takes them.
 * @param options How many run at the same time, and what cancels them.
 * @returns The handle: to await, to iterate over and to cancel with.
 * @throws {TypeError} If `uploads` is not iterable or an option is invalid.
 * Every other failure is an event.
 *
 * @example
 * ```ts
 * import { uploadAll, type UploadOptions } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => new Response(await request.text()),
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const texts = ["one", "two", "three"];
 *
 * function* uploads(): Generator<UploadOptions> {
 *   for (const text of texts) {
 *     yield { url, method: "PUT", source: new Blob([text]) };
 *   }
 * }
 *
 * const running = uploadAll(uploads(), { parallel: 2 });
 * for await (const event of running) {
 *   if (event.phase !== "ended") continue;
 *   assertEquals(event.response, texts[event.index]);
 * }
 * const totals = await running.orThrow();
 *
 * assertEquals(totals.files, 3);
 * assertEquals(totals.bytesTransferred, 11);
 * ```
 *
 * @category Calling
 */
export function uploadAll(
  uploads: UploadIterable,
  options?: UploadAllOptions,
): UploadAll {
  checkUploads(uploads);
  return new RunningAll(uploads, checkAllOptions(options));
}
