import { UploadError } from "@network/upload";
import { WebStore } from "@network/upload/resumable";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { FakeStorage } from "../support/resumable/fake_storage.ts";
import { entriesOf, testStore } from "./store_conformance.ts";
import { warningsOf } from "./warnings.ts";

testStore("WebStore over sessionStorage", () => {
  sessionStorage.clear();
  return Promise.resolve({
    open: () => new WebStore(sessionStorage),
    [Symbol.asyncDispose]: () => Promise.resolve(sessionStorage.clear()),
  });
});

testStore("WebStore without the Web Locks API", () => {
  const storage = new FakeStorage();
  const { navigator } = globalThis;
  Reflect.defineProperty(globalThis, "navigator", {
    value: {},
    configurable: true,
  });
  return Promise.resolve({
    open: () => new WebStore(storage),
    [Symbol.asyncDispose]() {
      Reflect.defineProperty(globalThis, "navigator", {
        value: navigator,
        configurable: true,
      });
      return Promise.resolve();
    },
  });
});

Deno.test("WebStore leaves the entries of others alone", async () => {
  const storage = new FakeStorage();
  storage.setItem("theme", "dark");
  storage.setItem("@network/uploads", "{}");
  const store = new WebStore(storage);
  const other = new WebStore(storage, { prefix: "-other " });
  await store.set("theme", 1);
  await other.set("theme", 2);

  assertEquals(await entriesOf(store), [["theme", 1]]);
  assertEquals(await entriesOf(other), [["theme", 2]]);
  const locks = [await store.lock("theme"), await other.lock("theme")];
  for (const lock of locks) {
    assert(lock !== undefined);
    await lock[Symbol.asyncDispose]();
  }
  await store.delete("theme");
  await other.delete("theme");
  assertEquals(storage.names(), ["@network/uploads", "theme"]);
});

Deno.test("WebStore says that the quota is exceeded, and keeps the old value", async () => {
  const storage = new FakeStorage(1_000);
  const store = new WebStore(storage);
  await store.set("a", "old");
  const error = await assertRejects(
    () => store.set("a", "x".repeat(1_000)),
    UploadError,
    "Cannot save an upload in web storage: The quota has been exceeded.",
  );

  assertEquals(error.code, "store");
  assertEquals(error.hint, "remove other entries, or use another store");
  assertEquals(await store.get("a"), "old");
});

Deno.test("WebStore reports foreign entries, without a query in the name", async () => {
  const storage = new FakeStorage();
  storage.setItem('@network/upload "https://example.com/?token=x"', "text");
  const store = new WebStore(storage);
  const warnings = await warningsOf(async () => {
    assertEquals(await entriesOf(store), []);
  });

  assertEquals(warnings.length, 1);
  assert(String(warnings[0]).includes("https://example.com/"));
  assert(!String(warnings[0]).includes("token"));
});
