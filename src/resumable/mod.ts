/**
 * Uploads that continue where they were interrupted, also after a crash.
 *
 * @module
 */

export type { StoredValue, UploadStore } from "./store.ts";
