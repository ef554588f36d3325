/**
 * Uploads that are saved while an app is suspended or offline, and run later.
 *
 * No upload runs while an app is suspended. {@linkcode PendingUploads} saves the
 * request in a store, and runs it when the app is back, perhaps in another
 * process. An upload is forgotten once the server has accepted it. One that fails
 * is kept, and may be run again.
 *
 * ```ts
 * import { PendingUploads } from "@network/upload/pending";
 * import { FileStore } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const tokens: unknown[] = [];
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   ({ headers }) => {
 *     const count = tokens.push(headers.get("authorization"));
 *     const status = count === 1 ? 503 : 201;
 *     return new Response(null, { status });
 *   },
 * );
 * const url = `http://127.0.0.1:${server.addr.port}/`;
 * const directory = await Deno.makeTempDir();
 * const pending = new PendingUploads(new FileStore(directory));
 * await pending.save({ url, source: new Blob(["hello"]) });
 *
 * // On resume. The store has no token.
 * const headers = { authorization: "Bearer 1" };
 * const resume = async () => {
 *   const statuses = [];
 *   const events = pending.run({
 *     prepare: (options) => ({ ...options, headers }),
 *   });
 *   for await (const event of events) {
 *     if (event.phase === "ended") statuses.push(event.status);
 *   }
 *   return statuses;
 * };
 * assertEquals(await resume(), [503]);
 * assertEquals(await resume(), [201]);
 * assertEquals(tokens, ["Bearer 1", "Bearer 1"]);
 *
 * await Deno.remove(directory, { recursive: true });
 * ```
 *
 * The store is any of `@network/upload/resumable`: a `FileStore` in programs, a
 * `WebStore` in pages, a `KvStore` for several machines. It keeps the name of a
 * file, and the content of bytes and Blobs (up to 1 MiB by default, and 64 KiB in
 * Deno KV). To go on where an upload was interrupted, rather than from its first
 * byte, add a `protocol` with a store in `prepare`.
 *
 * URLs, headers and content are in the store as they are, with their secrets. Only
 * the user can read the files of a `FileStore`, but every script of the origin can
 * read a `WebStore`. `list()` shows no secret.
 *
 * @module
 */

import type { UploadOptions } from "../request/options.ts";
import { checkInteger } from "../request/validation.ts";
import { checkStore } from "./option_checks.ts";
import { PendingRun, type PendingRunOptions } from "./pending_run.ts";
import {
  type PendingEvent,
  type PendingUpload,
  restoreUpload,
} from "./pending_upload.ts";
import { nextId, pendingIds, pendingKey } from "./pending_ids.ts";
import { report } from "./report.ts";
import { saveOptions } from "./saved_options.ts";
import type { UploadStore } from "./store.ts";

export type {
  PendingEvent,
  PendingFailure,
  PendingUpload,
} from "./pending_upload.ts";
export type { PendingRunOptions } from "./pending_run.ts";
export type { StoredValue, UploadStore } from "./store.ts";

/**
 * Options of {@linkcode PendingUploads}.
 *
 * @category Stores
 */
export interface PendingOptions {
  /**
   * The maximum size in bytes of a source in memory that is saved. It takes a
   * third more in the store.
   * @default {1048576}
   */
  readonly maxBytes?: number | undefined;
}

const MAX_BYTES = 1024 * 1024;

/**
 * Uploads that outlast the program. No upload runs while an app is suspended:
 * save the request then, and run it on resume.
 *
 * An upload is forgotten once the server has responded with a status of 200 to
 * 299. It stays if the program is killed meanwhile, so it may be sent twice. It
 * also stays after a failure. If another try may help, the next run tries it
 * again; otherwise it stays until it is discarded.
 *
 * With a store that has locks, each upload runs in one process at a time. Stores
 * of this library remove what is older than their `maxAge`. URLs and headers are
 * in the store with their secrets: use one that others cannot read, or add
 * secrets in `prepare`.
 *
 * @example
 * ```ts
 * import { PendingUploads } from "@network/upload/pending";
 * import { MemoryStore } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * await using server = Deno.serve(
 *   { hostname: "127.0.0.1", port: 0, onListen() {} },
 *   async (request) => new Response(await request.text()),
 * );
 *
 * const pending = new PendingUploads(new MemoryStore());
 * const id = await pending.save({
 *   url: `http://127.0.0.1:${server.addr.port}/`,
 *   source: new Blob(["hello"]),
 * });
 *
 * for await (const event of pending.run({ parallel: 2 })) {
 *   if (event.phase !== "ended") continue;
 *   assertEquals(event.id, id);
 *   assertEquals(event.response, "hello");
 * }
 * assertEquals(await Array.fromAsync(pending.list()), []);
 * ```
 *
 * @category Stores
 */
export class PendingUploads {
  readonly #store: UploadStore;
  readonly #maxBytes: number;

  /**
   * Creates the list of the pending uploads in a store.
   *
   * @throws {TypeError} If an argument is invalid.
   */
  constructor(store: UploadStore, { maxBytes }: PendingOptions = {}) {
    this.#store = checkStore(store);
    this.#maxBytes = checkInteger("maxBytes", maxBytes, MAX_BYTES);
  }

  /**
   * Saves an upload. Of its source it keeps the name of a file, or the content
   * of bytes or a Blob. A relative filename is resolved when the upload runs.
   *
   * @returns The id of the upload.
   * @throws {TypeError} If an option is invalid or cannot be saved, such as a
   * stream, a function or a signal; the message names it.
   * @throws {UploadError} `store` if the store cannot be written.
   */
  async save(options: UploadOptions): Promise<string> {
    const id = nextId();
    const saved = await saveOptions(options, this.#maxBytes);
    await this.#store.set(pendingKey(id), { options: saved });
    return id;
  }

  /** Iterates over the pending uploads, in the order in which they were saved. */
  async *list(): AsyncGenerator<PendingUpload> {
    for (const id of await pendingIds(this.#store)) {
      const value = await this.#store.get(pendingKey(id));
      const upload = restoreUpload(id, value);
      if (upload === undefined) {
        if (value !== undefined) report(`Cannot read pending upload "${id}"`);
        continue;
      }
      const { options: _, ...shown } = upload;
      yield shown;
    }
  }

  /** Removes an upload; does nothing if there is none. */
  async discard(id: string): Promise<void> {
    await this.#store.delete(pendingKey(id));
  }

  /**
   * Runs the uploads that are there, in the order in which they were saved, as
   * far as they do not run at the same time. Leaving the loop cancels those
   * that run, and keeps them.
   *
   * @returns Their events. Nothing runs before they are iterated. The iteration
   * throws, once all that run have ended, what the store or `prepare` threw.
   * @throws {TypeError} If an option is invalid.
   */
  run(options: PendingRunOptions = {}): AsyncIterable<PendingEvent> {
    return new PendingRun(this.#store, options).events();
  }
}
