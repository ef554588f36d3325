/**
 * Runs the suite in a program of Deno, Node or Bun, and prints what came of it:
 * `process.mjs SUITE OPTIONS`.
 */

import process from "node:process";

const [suite = "", options = ""] = process.argv.slice(2);
const { runSuite } = await import(suite);
console.log(JSON.stringify(await runSuite(JSON.parse(options))));
