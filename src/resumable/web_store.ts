import { Entries, type EntryTexts } from "./entries.ts";
import type { StoredValue, UploadStore } from "./store.ts";
import type { StoreOptions } from "./store_options.ts";
import { lockInPage } from "./web_lock.ts";

/**
 * The part of `Storage` that a {@linkcode WebStore} uses.
 *
 * @category Stores
 */
export interface StorageLike {
  /** The number of items. */
  readonly length: number;
  /** Returns the name of an item. */
  key(index: number): string | null;
  /** Returns the text of an item. */
  getItem(name: string): string | null;
  /** Sets the text of an item. */
  setItem(name: string, text: string): void;
  /** Removes an item. */
  removeItem(name: string): void;
}

/**
 * Options of a {@linkcode WebStore}.
 *
 * @category Stores
 */
export interface WebStoreOptions extends StoreOptions {
  /**
   * The start of the names of its entries. It leaves others alone.
   * @default {"@network/upload "}
   */
  readonly prefix?: string | undefined;
}

/**
 * Keeps uploads in `localStorage` or `sessionStorage`. Every script of the
 * origin can read them.
 *
 * A lock holds for all tabs and workers of the origin, by the Web Locks API,
 * and ends with the page. Without that API, such as on `http:` pages, it holds
 * for the page alone.
 *
 * @example
 * ```ts
 * import { WebStore } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const store = new WebStore(sessionStorage);
 * await store.set("video", { offset: 5 });
 * assertEquals(await store.get("video"), { offset: 5 });
 * await store.delete("video");
 * ```
 *
 * @category Stores
 */
export class WebStore implements UploadStore {
  readonly #entries: Entries;

  /**
   * Creates a store over a storage.
   *
   * @throws {TypeError} If an option is invalid.
   */
  constructor(
    storage: StorageLike,
    { prefix = "@network/upload ", ...options }: WebStoreOptions = {},
  ) {
    this.#entries = new Entries(new WebTexts(storage, prefix), options);
  }

  /** Returns the value of a key. */
  get(key: string): Promise<StoredValue | undefined> {
    return this.#entries.get(key);
  }

  /** Sets the value of a key. */
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

  /** Claims a key for this page. */
  lock(key: string): Promise<AsyncDisposable | undefined> {
    return this.#entries.lock(key);
  }
}

class WebTexts implements EntryTexts {
  readonly place = "web storage";
  readonly #storage: StorageLike;
  readonly #prefix: string;

  constructor(storage: StorageLike, prefix: string) {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  nameOf(key: string): Promise<string> {
    // JSON escapes lone surrogates, which some storages replace.
    return Promise.resolve(this.#prefix + JSON.stringify(key));
  }

  async read(name: string): Promise<string | undefined> {
    return await this.#storage.getItem(name) ?? undefined;
  }

  async write(name: string, text: string): Promise<void> {
    await this.#storage.setItem(name, text);
  }

  async remove(name: string): Promise<void> {
    await this.#storage.removeItem(name);
  }

  async *names(): AsyncGenerator<string> {
    const { length } = this.#storage;
    // Entries may be removed while the names are used, which moves the others.
    const names = Array.from({ length }, (_, at) => this.#storage.key(at));
    for (const name of names) {
      if (name?.startsWith(this.#prefix)) yield name;
    }
  }

  lock(name: string): Promise<AsyncDisposable | undefined> {
    return lockInPage(name);
  }
}
