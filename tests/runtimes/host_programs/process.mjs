/**
 * Calls what a file exports as `run`, in a program of Deno, Node or Bun, and prints what came of it:
 * `process.mjs FILE OPTIONS`.
 */

import process from "node:process";

const [file = "", options = ""] = process.argv.slice(2);
const { run } = await import(file);
console.log(JSON.stringify(await run(JSON.parse(options))));
