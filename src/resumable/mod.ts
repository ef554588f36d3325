/**
 * Uploads that continue where they were interrupted, also after a crash.
 *
 * With a protocol for resumable uploads, a server keeps what has arrived, and
 * only the rest is sent again. Pass {@linkcode tus} or {@linkcode rufh} as the
 * `protocol` of an upload, for tus 1.0.0 or the draft of the IETF. A lost
 * connection then costs a retry from the byte that the server has stored, 5 times
 * by default without progress in between. With a `store`, the same call goes on
 * in a later run, even after the process was killed or the machine restarted:
 *
 * ```ts
 * import { upload } from "@network/upload";
 * import { FileStore, tus } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const requests: string[] = [];
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async ({ method, headers, body }) => {
 *     await body?.cancel();
 *     const from = headers.get("upload-offset") ?? "";
 *     requests.push(method + from);
 *     const respond = (status: number, offset: string) =>
 *       new Response(null, {
 *         status,
 *         headers: {
 *           location: "/files/1",
 *           "upload-offset": offset,
 *         },
 *       });
 *     if (method === "POST") return respond(201, "0");
 *     if (method === "HEAD") return respond(200, "2");
 *     // The disk is full after two bytes.
 *     return from === "0" ? respond(507, "2") : respond(204, "5");
 *   },
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/files/`;
 * const directory = await Deno.makeTempDir();
 * const film = `${directory}/film.mp4`;
 * await Deno.writeTextFile(film, "hello");
 *
 * const run = () => {
 *   const store = new FileStore(`${directory}/unfinished`);
 *   const protocol = tus({ store });
 *   return upload({ url, source: film, protocol });
 * };
 * assertEquals((await run()).status, 507);
 *
 * // Later, perhaps in another process:
 * assertEquals((await run()).ok, true);
 * assertEquals(requests, ["POST", "PATCH0", "HEAD", "PATCH2"]);
 *
 * await Deno.remove(directory, { recursive: true });
 * ```
 *
 * The upload is found again by its URL and its source: a file, a `File`, or up to
 * 64 MiB in memory. A file whose size or time has changed meanwhile is sent as a
 * new upload, so the server never gets a mixture of both. Of several processes
 * with the same upload, one sends it, and the others end with code `store`.
 * {@linkcode discard} ends an upload that is not to be resumed.
 *
 * | store                                  | where to use it                    |
 * | -------------------------------------- | ---------------------------------- |
 * | {@linkcode FileStore}                  | Deno, Node and Bun, on a disk      |
 * | {@linkcode WebStore}                   | pages, in `localStorage`           |
 * | {@linkcode KvStore}                    | machines that share a Deno KV      |
 * | {@linkcode MemoryStore}                | tests, and runs of one process     |
 * | an {@linkcode UploadStore} of your own | anywhere else, such as in Workers  |
 *
 * A store has secrets: the URL of the call with its query, and the URL that the
 * server gave the upload, with which others could change or end it. It also has
 * the name of the file, or the SHA-256 of bytes in memory. It has no headers, no
 * user or password of a URL, and no content. Only the user can read the files of
 * a `FileStore`, but every script of the origin can read a `WebStore`. Warnings,
 * errors and events show no secret.
 *
 * Uploads that are saved to be run later are in `@network/upload/pending`.
 *
 * @module
 */

export type { StoredValue, UploadStore } from "./store.ts";
export type { StoreOptions } from "./store_options.ts";
export { MemoryStore } from "./memory_store.ts";
export {
  type StorageLike,
  WebStore,
  type WebStoreOptions,
} from "./web_store.ts";
export type { KvAtomic, KvEntry, KvKey, KvLike } from "./kv_like.ts";
export { KvStore, type KvStoreOptions } from "./kv_store.ts";
export { FileStore } from "./file_store.ts";
export { discard } from "./discard.ts";
export { tus } from "./tus.ts";
export type { TusOptions } from "./tus_options.ts";
export { rufh } from "./rufh.ts";
export type { RufhOptions } from "./rufh_options.ts";
