/**
 * Uses a FileStore in a directory, as another program would:
 *
 * - `lock`: locks the key `a`, and prints whether it has it.
 * - `write`: writes the key `a` again and again, and prints each that is done.
 *
 * Then it waits to be killed.
 *
 * @module
 */

import { FileStore } from "@network/upload/resumable";
import process from "node:process";
import { valueOf } from "./written_value.ts";

const [, , action, directory = ""] = process.argv;
const store = new FileStore(directory);

setInterval(() => {}, 1_000);
if (action === "lock") {
  const lock = await store.lock("a");
  console.log(JSON.stringify(lock !== undefined));
}
if (action === "write") {
  for (let count = 0;; count++) {
    await store.set("a", valueOf(count));
    console.log(count);
  }
}
