import { Entries, type EntryTexts } from "./entries.ts";
import { hashOfKey } from "./key_hash.ts";
import type { KvKey, KvLike } from "./kv_like.ts";
import { lockInKv } from "./kv_lock.ts";
import type { StoredValue, UploadStore } from "./store.ts";
import type { StoreOptions } from "./store_options.ts";

/**
 * Options of a {@linkcode KvStore}.
 *
 * @category Stores
 */
export interface KvStoreOptions extends StoreOptions {
  /**
   * The start of the keys of its entries.
   * @default {["@network/upload"]}
   */
  readonly prefix?: KvKey | undefined;
}

/**
 * Keeps uploads in Deno KV, which takes values of up to 64 KiB.
 *
 * A lock holds for all processes that use the database. It expires 30 s after
 * its process was killed.
 *
 * @example
 * ```ts
 * import { KvStore } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * // Deno KV needs the flag --unstable-kv.
 * if ("openKv" in Deno) {
 *   const kv = await Deno.openKv(":memory:");
 *   const store = new KvStore(kv);
 *   await store.set("video", { offset: 5 });
 *   const value = await store.get("video");
 *   assertEquals(value, { offset: 5 });
 *   kv.close();
 * }
 * ```
 *
 * @category Stores
 */
export class KvStore implements UploadStore {
  readonly #entries: Entries;

  /**
   * Creates a store over a database, which the caller closes.
   *
   * @throws {TypeError} If an option is invalid.
   */
  constructor(
    kv: KvLike,
    { prefix = ["@network/upload"], ...options }: KvStoreOptions = {},
  ) {
    this.#entries = new Entries(new KvTexts(kv, prefix), options);
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

  /** Claims a key for this process. */
  lock(key: string): Promise<AsyncDisposable | undefined> {
    return this.#entries.lock(key);
  }
}

class KvTexts implements EntryTexts {
  readonly place = "Deno KV";
  readonly #kv: KvLike;
  readonly #entries: KvKey;
  readonly #locks: KvKey;

  constructor(kv: KvLike, prefix: KvKey) {
    this.#kv = kv;
    this.#entries = [...prefix, "entries"];
    this.#locks = [...prefix, "locks"];
  }

  /** Deno KV takes keys of up to 2 KiB, so entries have the hash of theirs. */
  nameOf(key: string): Promise<string> {
    return hashOfKey(key);
  }

  async read(name: string): Promise<string | undefined> {
    const { value, versionstamp } = await this.#kv.get(this.#keyOf(name));
    if (versionstamp === null) return undefined;
    return typeof value === "string" ? value : "";
  }

  async write(name: string, text: string): Promise<void> {
    await this.#kv.set(this.#keyOf(name), text);
  }

  async remove(name: string): Promise<void> {
    await this.#kv.delete(this.#keyOf(name));
  }

  async *names(): AsyncGenerator<string> {
    for await (const { key } of this.#kv.list({ prefix: this.#entries })) {
      const name = key.at(-1);
      if (typeof name === "string") yield name;
    }
  }

  lock(name: string): Promise<AsyncDisposable | undefined> {
    return lockInKv(this.#kv, [...this.#locks, name]);
  }

  #keyOf(name: string): KvKey {
    return [...this.#entries, name];
  }
}
