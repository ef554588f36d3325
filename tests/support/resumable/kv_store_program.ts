/**
 * Tests a KvStore over Deno KV, and prints what failed as JSON.
 *
 * @module
 */

import { KvStore } from "@network/upload/resumable";
import { STORE_CASES } from "../../resumable/store_conformance.ts";

const failures: string[] = [];
for (const { behaviour, run } of STORE_CASES) {
  const kv = await Deno.openKv(":memory:");
  try {
    await run(() => new KvStore(kv));
  } catch (thrown) {
    failures.push(`${behaviour}: ${thrown}`);
  } finally {
    kv.close();
  }
}
const kv = await Deno.openKv(":memory:");
const refused = await new KvStore(kv).set("a", "x".repeat(70_000)).then(
  () => "",
  ({ message }) => message,
);
kv.close();
console.log(JSON.stringify({ cases: STORE_CASES.length, failures, refused }));
