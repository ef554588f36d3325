/**
 * Tests a FileStore in a directory, in a runtime without `Deno.test`, and
 * prints what failed as JSON.
 *
 * @module
 */

import { FileStore } from "@network/upload/resumable";
import process from "node:process";
import { STORE_CASES } from "../../resumable/store_conformance.ts";

const [, , directory = ""] = process.argv;
const failures: string[] = [];
for (const [at, { behaviour, run }] of STORE_CASES.entries()) {
  try {
    await run(() => new FileStore(`${directory}/${at}`));
  } catch (thrown) {
    failures.push(`${behaviour}: ${thrown}`);
  }
}
console.log(JSON.stringify({ cases: STORE_CASES.length, failures }));
