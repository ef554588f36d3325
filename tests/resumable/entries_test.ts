import { FileStore, MemoryStore, WebStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { filesIn, TempFolder } from "../support/files.ts";
import { FakeStorage } from "../support/resumable/fake_storage.ts";
import { entriesOf } from "./store_conformance.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

Deno.test("a store removes entries that are older than 30 days", async () => {
  using time = new FakeTime();
  const store = new MemoryStore();
  await store.set("a", 1);
  await store.set("b", 1);
  await time.tickAsync(15 * DAY_MS);
  await store.set("b", 2);

  await time.tickAsync(15 * DAY_MS);
  assertEquals((await entriesOf(store)).length, 2);
  await time.tickAsync(1);
  assertEquals(await store.get("a"), 1);
  assertEquals(await entriesOf(store), [["b", 2]]);
  assertEquals(await store.get("a"), undefined);
});

Deno.test("a store removes entries that are older than its 'maxAge'", async () => {
  using time = new FakeTime();
  const brief = new MemoryStore({ maxAge: 1_000 });
  const lasting = new MemoryStore({ maxAge: Infinity });
  for (const store of [brief, lasting]) await store.set("a", 1);

  await time.tickAsync(1_000);
  assertEquals((await entriesOf(brief)).length, 1);
  await time.tickAsync(1);
  assertEquals(await entriesOf(brief), []);
  await time.tickAsync(10_000 * DAY_MS);
  assertEquals((await entriesOf(lasting)).length, 1);
});

Deno.test("a store removes an entry a day after it has expired", async () => {
  using time = new FakeTime();
  const store = new MemoryStore();
  await store.set("a", { expires: Date.now() + 1_000 });
  await store.set("b", { expires: "soon" });
  await store.set("c", [{ expires: 0 }]);

  await time.tickAsync(1_000 + DAY_MS);
  assertEquals((await entriesOf(store)).length, 3);
  await time.tickAsync(1);
  const keys = (await entriesOf(store)).map(([key]) => key);
  assertEquals(keys, ["b", "c"]);
});

Deno.test("a store keeps an old entry as long as it is locked", async () => {
  using time = new FakeTime();
  const store = new MemoryStore({ maxAge: 1_000 });
  await store.set("a", 1);
  const lock = await store.lock("a");
  await time.tickAsync(2_000);

  assertEquals(await entriesOf(store), [["a", 1]]);
  await lock?.[Symbol.asyncDispose]();
  assertEquals(await entriesOf(store), []);
});

Deno.test("a store removes what is old when it first saves something", async () => {
  using folder = new TempFolder();
  const store = new FileStore(folder.path);
  await new FileStore(folder.path).set("a", 1);
  const [file] = filesIn(folder.path);
  const savedAt = Date.now() - 31 * DAY_MS;
  folder.write(
    file ?? "",
    JSON.stringify({ key: "a", savedAt, value: 1 }),
  );
  assertEquals(await store.get("a"), 1);
  await store.set("b", 2);

  assertEquals(await store.get("a"), undefined);
  assertEquals(filesIn(folder.path).length, 1);
});

Deno.test("a store never removes an old entry that another program saves again in the meantime", async () => {
  using time = new FakeTime();
  const storage = new FakeStorage();
  const store = new WebStore(storage, { maxAge: 1_000 });
  await store.set("a", 1);
  await time.tickAsync(2_000);
  const other = new FakeStorage();
  await new WebStore(other).set("a", 2);
  const [name = ""] = other.names();
  const { getItem } = storage;
  storage.getItem = (name) => {
    const text = getItem.call(storage, name);
    storage.setItem(name, other.getItem(name) ?? "");
    return text;
  };
  await entriesOf(store);

  assertEquals(storage.getItem(name), other.getItem(name));
  assertEquals(await store.get("a"), 2);
});

Deno.test("a store reads a value that is deeply nested, at once", async () => {
  using folder = new TempFolder();
  const store = new FileStore(folder.path);
  await store.set("a", 1);
  const [file = ""] = filesIn(folder.path);
  const depth = 100_000;
  const value = "[".repeat(depth) + "]".repeat(depth);
  folder.write(file, `{"key":"a","savedAt":${Date.now()},"value":${value}}`);

  assert(Array.isArray(await store.get("a")));
});
