import { Entries, type EntryTexts } from "./entries.ts";
import { LocalLocks } from "./local_locks.ts";
import type { StoredValue, UploadStore } from "./store.ts";
import type { StoreOptions } from "./store_options.ts";

/**
 * Keeps uploads in memory, so they can be resumed as long as the process runs.
 *
 * @example
 * ```ts
 * import { MemoryStore } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const store = new MemoryStore();
 * await store.set("video", { offset: 5 });
 * assertEquals(await store.get("video"), { offset: 5 });
 *
 * const lock = await store.lock("video");
 * assertEquals(await store.lock("video"), undefined);
 * await lock?.[Symbol.asyncDispose]();
 * ```
 *
 * @category Stores
 */
export class MemoryStore implements UploadStore {
  readonly #entries: Entries;

  /**
   * Creates an empty store.
   *
   * @throws {TypeError} If an option is invalid.
   */
  constructor(options?: StoreOptions) {
    this.#entries = new Entries(new MemoryTexts(), options);
  }

  /** Returns a copy of the value of a key. */
  get(key: string): Promise<StoredValue | undefined> {
    return this.#entries.get(key);
  }

  /** Keeps a copy of a value. */
  set(key: string, value: StoredValue): Promise<void> {
    return this.#entries.set(key, value);
  }

  /** Removes a key. */
  delete(key: string): Promise<void> {
    return this.#entries.delete(key);
  }

  /** Iterates over all entries. */
  list(): AsyncIterable<readonly [key: string, value: StoredValue]> {
    return this.#entries.list();
  }

  /** Claims a key within this store. */
  lock(key: string): Promise<AsyncDisposable | undefined> {
    return this.#entries.lock(key);
  }
}

class MemoryTexts implements EntryTexts {
  readonly place = "memory";
  readonly #texts = new Map<string, string>();
  readonly #locks = new LocalLocks();

  nameOf(key: string): Promise<string> {
    return Promise.resolve(key);
  }

  read(name: string): Promise<string | undefined> {
    return Promise.resolve(this.#texts.get(name));
  }

  write(name: string, text: string): Promise<void> {
    return Promise.resolve(void this.#texts.set(name, text));
  }

  remove(name: string): Promise<void> {
    return Promise.resolve(void this.#texts.delete(name));
  }

  async *names(): AsyncGenerator<string> {
    yield* [...this.#texts.keys()];
  }

  lock(name: string): Promise<AsyncDisposable | undefined> {
    return Promise.resolve(this.#locks.lock(name));
  }
}
