/**
 * Uploads that continue where they were interrupted, also after a crash.
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
