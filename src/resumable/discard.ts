import { kindOf } from "../errors/kind_of.ts";
import { NO_CONTENT } from "../request/no_content.ts";
import type { UploadOptions } from "../request/options.ts";
import type { Protocol } from "../request/protocol.ts";
import { refuse } from "../request/validation.ts";
import { upload } from "../upload.ts";
import { discardOf } from "./discards.ts";
import { isGone } from "./protocol_error.ts";

/**
 * Ends an upload that was interrupted and is not to be resumed: on the server,
 * and in the store. Call it with the options of the upload, once that has ended.
 *
 * @param options Those of the upload, with the same source, URL and protocol.
 * @returns Whether there was anything to end.
 * @throws {UploadError} If the server could not be reached or refused it; the
 * upload then stays in the store. With code `protocol` if the server cannot end
 * uploads: it is gone from the store, and stays on the server until it expires.
 *
 * @example
 * ```ts
 * import { upload } from "@network/upload";
 * import {
 *   discard,
 *   MemoryStore,
 *   tus,
 * } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const methods: string[] = [];
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ method }) => {
 *     methods.push(method);
 *     const headers = { location: "/files/1" };
 *     const status = method === "PATCH" ? 507 : 201;
 *     return new Response(null, { status, headers });
 *   },
 * );
 * const options = {
 *   url: `http://127.0.0.1:${server.addr.port}/files/`,
 *   source: new Blob(["hello"]),
 *   protocol: tus({ store: new MemoryStore() }),
 * };
 *
 * const { status } = await upload(options);
 * assertEquals(status, 507);
 * assertEquals(await discard(options), true);
 *
 * assertEquals(methods, ["POST", "PATCH", "DELETE"]);
 * assertEquals(await discard(options), false);
 * ```
 *
 * @category Calling
 */
export async function discard(
  options: UploadOptions & { readonly protocol: Protocol },
): Promise<boolean> {
  const discardOne = discardOf(options.protocol);
  if (discardOne === undefined) {
    refuse(
      `'protocol' must be one that can discard uploads, such as tus() (got ${
        kindOf(options.protocol)
      })`,
    );
  }
  let isFound = false;
  const protocol: Protocol = async (upload, send) => {
    const reply = await discardOne(upload, send);
    isFound = reply !== undefined;
    // What is gone already is ended.
    return reply === undefined || isGone(reply) ? NO_CONTENT : reply;
  };
  await upload({ ...options, protocol, progress: false }).orThrow();
  return isFound;
}
