import type { Protocol } from "../request/protocol.ts";
import type { OpenSource } from "../source/source.ts";
import { canDiscard } from "./discards.ts";
import { discardRufh } from "./rufh_discard.ts";
import type { RufhOptions } from "./rufh_options.ts";
import { RufhRun } from "./rufh_run.ts";
import { checkRufhOptions } from "./rufh_settings.ts";

/**
 * Uploads by the draft of the IETF for resumable uploads over HTTP. The URL and
 * the method of the call are those of an ordinary upload; its server creates an
 * upload for the request, and processes it when all bytes are there.
 *
 * An upload that fails goes on from the byte that the server has stored: in the
 * same run as `retry` says, and with a `store` in a later one, by the same call.
 * `bytesStored` of the events then starts there. A file whose size or time has
 * changed meanwhile is sent as a new upload.
 *
 * The `ended` event has the response of the target to the whole upload, whatever
 * its status; that of a `HEAD` if the response was lost. An upload whose bytes
 * have all been stored is not repeated. If the server forgets it at once and its
 * response is lost, it is sent as a new one.
 *
 * A file, a Blob, bytes in memory and a function go on from any byte, a stream
 * within its current chunk alone. Two uploads of the same source to the same URL
 * do not run at the same time if they share a store: the second one ends with
 * code `store`. With a `store`, a form is refused.
 *
 * The server must know the draft. The first request is empty, so another server
 * may store an empty file, also in the place of one that it has. It gets no
 * bytes, and the upload ends with code `protocol`.
 *
 * @param options How it is sent, and where it is remembered.
 * @returns The value of the option `protocol`.
 * @throws {TypeError} If an option is invalid.
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpbis-resumable-upload/
 *
 * @example An upload that loses its connection
 * ```ts
 * import { upload } from "@network/upload";
 * import { rufh } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const offsets: unknown[] = [];
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async ({ method, headers, body }) => {
 *     await body?.cancel();
 *     const fields = {
 *       location: "/uploads/1",
 *       "upload-offset": method === "HEAD" ? "2" : "0",
 *       "upload-complete": "?0",
 *     };
 *     if (method === "PUT" || method === "HEAD") {
 *       return new Response(null, {
 *         status: 201,
 *         headers: fields,
 *       });
 *     }
 *     offsets.push(headers.get("upload-offset"));
 *     return offsets.length === 1
 *       ? new Response(null, { status: 503 })
 *       : new Response("stored", {
 *         headers: { "upload-complete": "?1" },
 *       });
 *   },
 * );
 *
 * const ended = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/videos/1`,
 *   method: "PUT",
 *   source: new Blob(["hello"]),
 *   protocol: rufh(),
 *   retry: { baseDelay: 0 },
 * });
 *
 * assertEquals(ended.response, "stored");
 * assertEquals(offsets, ["0", "2"]);
 * ```
 *
 * @category Protocols
 */
export function rufh(options: RufhOptions = {}): Protocol {
  const settings = checkRufhOptions(options);
  const runs = new WeakMap<OpenSource, RufhRun>();
  const protocol: Protocol = (upload, send) => {
    const run = runs.get(upload.source) ?? new RufhRun(settings);
    runs.set(upload.source, run);
    return run.attempt(upload, send);
  };
  canDiscard(protocol, (upload, send) => discardRufh(settings, upload, send));
  return protocol;
}
