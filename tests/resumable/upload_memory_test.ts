import { assertEquals } from "@std/assert";
import { UploadMemory } from "../../src/resumable/upload_memory.ts";
import type { StoredValue, UploadStore } from "../../src/resumable/store.ts";
import { turn } from "../support/turns.ts";
import { recordWarnings } from "../support/warnings.ts";

const UPLOAD = {
  protocol: "tus",
  version: "1",
  size: 5,
  urls: ["https://h/1"],
};

Deno.test("the memory of an upload is one entry of its store", async () => {
  const map = new Map<string, StoredValue>();
  const store: UploadStore = {
    get: (key) => map.get(key),
    set: (key, value) => void map.set(key, value),
    delete: (key) => void map.delete(key),
    list: () => map,
  };
  const memory = new UploadMemory(store, "key");

  assertEquals(await memory.read(), undefined);
  await memory.write(UPLOAD);
  assertEquals([...map], [["key", UPLOAD]]);
  assertEquals(await new UploadMemory(store, "key").read(), UPLOAD);
  await memory.forget();
  assertEquals(map.size, 0);
});

Deno.test("entries are written in their order though the store is slow", async () => {
  const written: unknown[] = [];
  const first = Promise.withResolvers<void>();
  const waits = [first.promise, Promise.resolve()];
  const store: UploadStore = {
    get: () => undefined,
    async set(_, value) {
      await waits.shift();
      written.push(value);
    },
    delete() {},
    list: () => [],
  };
  const memory = new UploadMemory(store, "key");

  const later = { ...UPLOAD, urls: ["https://h/2"] };
  const all = Promise.all([memory.write(UPLOAD), memory.write(later)]);
  await turn();
  first.resolve();
  await all;

  assertEquals(written, [UPLOAD, later]);
});

Deno.test("a store that fails is warned of once, without secrets", async () => {
  using warnings = recordWarnings();
  const fail = () => {
    throw new Error("disk full at https://h/1?token=secret");
  };
  const store: UploadStore = {
    get: () => Promise.reject(new Error("read-only?")),
    set: fail,
    delete: fail,
    list: fail,
  };
  const memory = new UploadMemory(store, "key");

  await memory.write(UPLOAD);
  assertEquals(await memory.read(), undefined);
  await memory.forget();

  assertEquals(warnings.texts, [
    "upload: the upload may not be resumable after a crash: its store failed: disk full at https://h/1",
  ]);
});

Deno.test("a damaged entry is warned of, and no entry is not", async () => {
  using warnings = recordWarnings();
  const memoryOf = (value: StoredValue | undefined) =>
    new UploadMemory(
      { get: () => value, set() {}, delete() {}, list: () => [] },
      "key",
    );

  assertEquals(await memoryOf(undefined).read(), undefined);
  assertEquals(await memoryOf({ urls: [] }).read(), undefined);

  assertEquals(warnings.texts.length, 1);
});
