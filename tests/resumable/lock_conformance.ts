import type { UploadStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import type { StoreCase } from "./store_conformance.ts";

/** What the locks of a store do, unless it has none. */
export const LOCK_CASES: readonly StoreCase[] = [
  {
    behaviour: "locks a key for one at a time",
    async run(open) {
      const store = open();
      if (store.lock === undefined) return;
      for (let round = 0; round < 3; round++) {
        const lock = await lockOf(store, "a");
        assert(lock !== undefined);
        assertEquals(await lockOf(store, "a"), undefined);
        await lock[Symbol.asyncDispose]();
      }
    },
  },
  {
    behaviour: "locks a key alone, and lets it be changed",
    async run(open) {
      const store = open();
      if (store.lock === undefined) return;
      const lock = await lockOf(store, "a");
      const other = await lockOf(store, "A");

      assert(lock !== undefined && other !== undefined);
      await store.set("a", 1);
      assertEquals(await store.get("a"), 1);
      await store.delete("a");
      assertEquals(await lockOf(store, "a"), undefined);
      await lock[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
    },
  },
  {
    behaviour: "ends a lock once",
    async run(open) {
      const store = open();
      if (store.lock === undefined) return;
      const first = await lockOf(store, "a");
      await first?.[Symbol.asyncDispose]();
      const second = await lockOf(store, "a");
      assert(second !== undefined);
      await first?.[Symbol.asyncDispose]();

      assertEquals(await lockOf(store, "a"), undefined);
      await second[Symbol.asyncDispose]();
    },
  },
  {
    behaviour: "locks a key for one of many that ask at once",
    async run(open) {
      const store = open();
      if (store.lock === undefined) return;
      for (let round = 0; round < 5; round++) {
        const locks = await Promise.all(
          Array.from({ length: 10 }, () => lockOf(store, `${round}`)),
        );
        const held = locks.filter((lock) => lock !== undefined);
        assertEquals(held.length, 1);
        await held[0]?.[Symbol.asyncDispose]();
      }
    },
  },
];

async function lockOf(
  store: UploadStore,
  key: string,
): Promise<AsyncDisposable | undefined> {
  return await store.lock?.(key);
}
