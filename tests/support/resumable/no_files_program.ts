/**
 * Uses a FileStore in a runtime that has no files, and prints the errors as JSON.
 *
 * @module
 */

import { FileStore } from "@network/upload/resumable";
import { isUploadError } from "../../../src/errors/upload_error.ts";

Reflect.set(globalThis, "process", undefined);
const store = new FileStore("/srv/uploads");
const errors: unknown[] = [];
for (const work of [() => store.get("a"), () => store.lock("a")]) {
  try {
    await work();
  } catch (thrown) {
    if (!isUploadError(thrown)) throw thrown;
    errors.push([thrown.code, thrown.message, thrown.hint]);
  }
}
console.log(JSON.stringify(errors));
