import type { Protocol } from "../request/protocol.ts";
import type { OpenSource } from "../source/source.ts";
import { canDiscard } from "./discards.ts";
import type { TusOptions } from "./tus_options.ts";
import { TusRun } from "./tus_run.ts";
import { checkTusOptions } from "./tus_settings.ts";
import { discardTus } from "./tus_termination.ts";

/**
 * Uploads by tus 1.0.0, the open protocol for resumable uploads. The URL of the
 * call is where the server creates uploads.
 *
 * An upload that fails goes on from the byte that the server has stored: in the
 * same run as `retry` says, and with a `store` in a later one, by the same call.
 * `bytesStored` of the events then starts there. A file whose size or time has
 * changed meanwhile is sent as a new upload.
 *
 * The `ended` event has the last response of the server: to the last `PATCH` as
 * a rule, to the creation of an empty or a concatenated upload, and to a `HEAD`
 * if that shows that everything has been stored already.
 *
 * A file, a Blob, bytes in memory and a function go on from any byte, a stream
 * within its current chunk alone, and only with a `chunkSize`. The server must
 * support the extension Creation, and what the options need. Two uploads of the
 * same source to the same URL do not run at the same time if they share a store:
 * the second one ends with code `store`.
 *
 * A form is refused, because the server would store all of it as the file: pass
 * the file alone, and the fields as `metadata`.
 *
 * @param options How it is sent, and where it is remembered.
 * @returns The value of the option `protocol`.
 * @throws {TypeError} If an option is invalid.
 * @see https://tus.io/protocols/resumable-upload
 *
 * @example An upload that loses its connection
 * ```ts
 * import { upload } from "@network/upload";
 * import { tus } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const offsets: unknown[] = [];
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => {
 *     await request.body?.cancel();
 *     const respond = (status: number, offset = "0") =>
 *       new Response(null, {
 *         status,
 *         headers: {
 *           location: "/files/1",
 *           "upload-offset": offset,
 *         },
 *       });
 *     if (request.method === "POST") return respond(201);
 *     if (request.method === "HEAD") return respond(200, "2");
 *     offsets.push(request.headers.get("upload-offset"));
 *     if (offsets.length === 1) return respond(503);
 *     return respond(204, "5");
 *   },
 * );
 *
 * const ended = await upload({
 *   url: `http://127.0.0.1:${server.addr.port}/files/`,
 *   source: new Blob(["hello"]),
 *   protocol: tus(),
 *   retry: { baseDelay: 0 },
 * });
 *
 * assertEquals(ended.ok, true);
 * assertEquals(offsets, ["0", "2"]);
 * ```
 *
 * @category Protocols
 */
export function tus(options: TusOptions = {}): Protocol {
  const settings = checkTusOptions(options);
  const runs = new WeakMap<OpenSource, TusRun>();
  const protocol: Protocol = (upload, send) => {
    const run = runs.get(upload.source) ?? new TusRun(settings);
    runs.set(upload.source, run);
    return run.attempt(upload, send);
  };
  canDiscard(protocol, (upload, send) => discardTus(settings, upload, send));
  return protocol;
}
