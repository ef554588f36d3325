import type { UploadStore } from "./store.ts";

/** The start of the keys of pending uploads. */
const PREFIX = "pending ";

/** Ids that were made in the same millisecond differ in it. */
let count = 0;

/** A new id, greater than those that this process has made before. */
export function nextId(): string {
  const time = Date.now().toString().padStart(15, "0");
  const number = (count++).toString().padStart(9, "0");
  return `${time}-${number}-${crypto.randomUUID().slice(0, 8)}`;
}

/** The key of an upload in a store. */
export function pendingKey(id: string): string {
  return PREFIX + id;
}

/** The ids of the pending uploads in a store, in their order. */
export async function pendingIds(store: UploadStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const [key] of store.list()) {
    if (key.startsWith(PREFIX)) ids.push(key.slice(PREFIX.length));
  }
  return ids.sort();
}
