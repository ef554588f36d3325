/**
 * Saves an upload in a directory that has one, which fails, and prints the
 * error and what is there afterwards as JSON.
 *
 * @module
 */

import { FileStore } from "@network/upload/resumable";

const [directory = ""] = Deno.args;
const store = new FileStore(directory);
const files = () => Array.from(Deno.readDirSync(directory)).length;
const before = files();
let error: unknown;
try {
  await store.set("a", "x".repeat(1_000_000));
} catch (thrown) {
  error = thrown;
}
const value = await store.get("a");
console.log(JSON.stringify({ error, value, isClean: files() === before }));
