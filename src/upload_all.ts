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
 * The uploads are taken from the iterable one by one, each when there is a place
 * for it, so a generator may name any number of files: none is opened before.
 * With `progress` in its options an upload has all of its events, otherwise only
 * `ended`.
 *
 * An upload that fails stops no other one. Invalid options are a failed upload,
 * too, with code `invalid-options`. If the iterable throws, the uploads that run
 * are completed, and an `ended` event with code `source` has the error.
 *
 * A slow consumer never slows an upload that runs. If it has 100 events of
 * uploads to read that have ended, the next one waits, and no event is lost. As
 * long as the events are not iterated, only the last 100 of these are kept, and
 * nothing waits.
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
