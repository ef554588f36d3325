import { messageOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { describe, isUploadError } from "../errors/upload_error.ts";
import { type RememberedUpload, toRemembered } from "./remembered_upload.ts";
import type { UploadStore } from "./store.ts";

/**
 * The entry of one upload in a store. If the store fails, it warns once, and the
 * upload goes on: it only cannot be resumed later.
 */
export class UploadMemory {
  readonly #store: UploadStore;
  readonly #key: string;
  #last: Promise<unknown> = Promise.resolve();
  #hasWarned = false;

  constructor(store: UploadStore, key: string) {
    this.#store = store;
    this.#key = key;
  }

  /** Reads it; undefined if there is none, or none that can be used. */
  async read(): Promise<RememberedUpload | undefined> {
    const value = await this.#try(() => this.#store.get(this.#key));
    const remembered = toRemembered(value);
    if (value !== undefined && remembered === undefined) {
      this.#warn("it has a damaged entry");
    }
    return remembered;
  }

  /** Writes it. */
  async write(upload: RememberedUpload): Promise<void> {
    await this.#try(() => this.#store.set(this.#key, upload));
  }

  /** Removes it. */
  async forget(): Promise<void> {
    await this.#try(() => this.#store.delete(this.#key));
  }

  /** Accesses the store, once the access before has ended. */
  #try<Value>(
    access: () => Value | Promise<Value>,
  ): Promise<Value | undefined> {
    const run = async () => {
      try {
        return await access();
      } catch (thrown) {
        this.#warn(
          isUploadError(thrown) ? describe(thrown) : messageOf(thrown),
        );
        return undefined;
      }
    };
    const running = this.#last.then(run);
    this.#last = running;
    return running;
  }

  #warn(why: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    console.warn(
      `upload: the upload may not be resumable after a crash: its store failed: ${
        withoutSecrets(why)
      }`,
    );
  }
}
