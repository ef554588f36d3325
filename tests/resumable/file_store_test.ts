import { FileStore } from "@network/upload/resumable";
import { TempFolder } from "../support/files.ts";
import { testStore } from "./store_conformance.ts";

testStore("FileStore", () => {
  const folder = new TempFolder();
  return Promise.resolve({
    open: () => new FileStore(folder.path),
    async [Symbol.asyncDispose]() {
      await folder[Symbol.dispose]();
    },
  });
});
