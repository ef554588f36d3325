import { WebStore } from "@network/upload/resumable";
import { testStore } from "./store_conformance.ts";

for (const storage of [sessionStorage]) {
  testStore("WebStore", () => {
    storage.clear();
    return Promise.resolve({
      open: () => new WebStore(storage),
      [Symbol.asyncDispose]: () => Promise.resolve(storage.clear()),
    });
  });
}
