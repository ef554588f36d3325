import { MemoryStore, type UploadStore } from "@network/upload/resumable";
import { testStore } from "./store_conformance.ts";

testStore("MemoryStore", () => {
  const store = new MemoryStore();
  return Promise.resolve({
    open: () => store,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

testStore("a store of one's own", () => {
  const map = new Map<string, string>();
  const store: UploadStore = {
    get(key) {
      const text = map.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    set: (key, value) => void map.set(key, JSON.stringify(value)),
    delete: (key) => void map.delete(key),
    *list() {
      for (const [key, text] of map) yield [key, JSON.parse(text)] as const;
    },
  };
  return Promise.resolve({
    open: () => store,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});
