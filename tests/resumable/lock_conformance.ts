import type { UploadStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import type { StorePlace } from "./store_conformance.ts";

type Test = (
  behaviour: string,
  run: (place: StorePlace) => Promise<void>,
) => void;

/** Tests the locks of a store, unless it has none. */
export function testLocks(test: Test): void {
  const testLock = (behaviour: string, run: (open: Open) => Promise<void>) =>
    test(behaviour, async ({ open }) => {
      if (open().lock !== undefined) await run(open);
    });

  testLock("locks a key for one at a time", async (open) => {
    const store = open();
    for (let round = 0; round < 3; round++) {
      const lock = await lockOf(store, "a");
      assert(lock !== undefined);
      assertEquals(await lockOf(store, "a"), undefined);
      await lock[Symbol.asyncDispose]();
    }
  });

  testLock("locks a key alone, and lets it be changed", async (open) => {
    const store = open();
    await using lock = await lockOf(store, "a");
    await using other = await lockOf(store, "A");

    assert(lock !== undefined && other !== undefined);
    await store.set("a", 1);
    assertEquals(await store.get("a"), 1);
    await store.delete("a");
    assertEquals(await lockOf(store, "a"), undefined);
  });

  testLock("ends a lock once", async (open) => {
    const store = open();
    const first = await lockOf(store, "a");
    await first?.[Symbol.asyncDispose]();
    await using second = await lockOf(store, "a");
    assert(second !== undefined);
    await first?.[Symbol.asyncDispose]();

    assertEquals(await lockOf(store, "a"), undefined);
  });

  testLock("locks a key for one of many that ask at once", async (open) => {
    const store = open();
    for (let round = 0; round < 5; round++) {
      const locks = await Promise.all(
        Array.from({ length: 10 }, () => lockOf(store, `${round}`)),
      );
      const held = locks.filter((lock) => lock !== undefined);
      assertEquals(held.length, 1);
      await held[0]?.[Symbol.asyncDispose]();
    }
  });
}

type Open = StorePlace["open"];

async function lockOf(
  store: UploadStore,
  key: string,
): Promise<AsyncDisposable | undefined> {
  return await store.lock?.(key);
}
