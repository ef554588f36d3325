/**
 * Uploads that are saved while an app is suspended or offline, and run later.
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
 * again; otherwise it stays until it is discarded. A store that has locks runs
 * each upload in one process at a time.
 *
 * The store has the URLs and the headers as they are, with their secrets: use
 * one that others cannot read, such as a `FileStore`, or add secrets in
 * `prepare`. Stores of this library remove what is older than their `maxAge`.
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
 * // Later, perhaps in another process:
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
