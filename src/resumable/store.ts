/**
 * A value that JSON keeps.
 *
 * @category Stores
 */
export type StoredValue =
  | null
  | boolean
  | number
  | string
  | readonly StoredValue[]
  | { readonly [name: string]: StoredValue };

/**
 * Keeps what is needed to resume uploads, such as the URL that the server gave
 * each of them. A store must show what was set before to a later process. A
 * value may hold secrets, so nobody else should be able to read it.
 *
 * The stores of this module, {@linkcode FileStore}, {@linkcode WebStore},
 * {@linkcode KvStore} and {@linkcode MemoryStore}, remove entries that are
 * older than their `maxAge`, and those whose value has a number `expires`, in
 * ms since 1970, that has passed for a day. An entry that is locked stays.
 * They throw an `UploadError` with code `store` if they cannot read or write.
 *
 * @example A store of your own
 * ```ts
 * import type {
 *   StoredValue,
 *   UploadStore,
 * } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const map = new Map<string, StoredValue>();
 * const store: UploadStore = {
 *   get: (key) => map.get(key),
 *   set: (key, value) => void map.set(key, value),
 *   delete: (key) => void map.delete(key),
 *   list: () => map,
 * };
 *
 * await store.set("video", { url: "https://example.com/1" });
 * const value = await store.get("video");
 * assertEquals(value, { url: "https://example.com/1" });
 * ```
 *
 * @category Stores
 */
export interface UploadStore {
  /** Returns the value of a key, or `undefined` if there is none. */
  get(
    key: string,
  ): StoredValue | undefined | Promise<StoredValue | undefined>;
  /**
   * Sets the value of a key, which may be any string. A reader sees either the
   * old value or the new one, even if the process is killed meanwhile.
   */
  set(key: string, value: StoredValue): void | Promise<void>;
  /** Removes a key; does nothing if there is none. */
  delete(key: string): void | Promise<void>;
  /** Iterates over all entries, in any order. */
  list():
    | Iterable<readonly [key: string, value: StoredValue]>
    | AsyncIterable<readonly [key: string, value: StoredValue]>;
  /**
   * Claims a key until the returned object is disposed or the process ends.
   * Lock a key before its value is read: another process may be changing it.
   *
   * @returns `undefined` if somebody has the key, in this process or another.
   */
  lock?(
    key: string,
  ): AsyncDisposable | undefined | Promise<AsyncDisposable | undefined>;
}
