import { KvStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { runProgram } from "../support/program.ts";
import { FakeKv } from "../support/resumable/fake_kv.ts";
import { entriesOf, STORE_CASES, testStore } from "./store_conformance.ts";

testStore("KvStore", () => {
  const kv = new FakeKv();
  return Promise.resolve({
    open: () => new KvStore(kv),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});

Deno.test("KvStore does what every store does over Deno KV", async () => {
  const { stdout, stderr } = await runProgram(
    "tests/support/resumable/kv_store_program.ts",
    { permissions: ["--unstable-kv"] },
  );

  assertEquals(stderr, "");
  assertEquals(JSON.parse(stdout), {
    cases: STORE_CASES.length,
    failures: [],
    refused:
      "Cannot save an upload in Deno KV: Value too large (max 65536 bytes)",
  });
});

Deno.test("KvStore keeps its entries apart from those of other prefixes", async () => {
  const kv = new FakeKv();
  const one = new KvStore(kv, { prefix: ["one"] });
  const other = new KvStore(kv, { prefix: ["other"] });
  await kv.set(["one", "unrelated"], "text");
  await one.set("a", 1);
  await other.set("a", 2);
  const lock = await one.lock("a");

  assertEquals(await entriesOf(one), [["a", 1]]);
  assertEquals(await entriesOf(other), [["a", 2]]);
  const otherLock = await other.lock("a");
  assert(otherLock !== undefined);
  await lock?.[Symbol.asyncDispose]();
  await otherLock[Symbol.asyncDispose]();
  assertEquals(kv.size, 3);
});

Deno.test("KvStore keeps a lock as long as it is held", async () => {
  using time = new FakeTime();
  const kv = new FakeKv();
  const lock = await new KvStore(kv).lock("a");
  for (let minute = 0; minute < 3; minute++) {
    await time.tickAsync(60_000);
    assertEquals(await new KvStore(kv).lock("a"), undefined);
  }
  await lock?.[Symbol.asyncDispose]();
  assertEquals(kv.size, 0);
});

Deno.test("KvStore releases the lock of a killed process after 30 s", async () => {
  using time = new FakeTime();
  const kv = new FakeKv();
  let isFrozen = false;
  const lock = await new KvStore({
    get: (key) => kv.get(key),
    set: (key, value) => kv.set(key, value),
    delete: (key) => kv.delete(key),
    list: (selector) => kv.list(selector),
    atomic() {
      if (isFrozen) throw new Error("frozen");
      return kv.atomic();
    },
  }).lock("a");
  assert(lock !== undefined);
  isFrozen = true;

  await time.tickAsync(29_999);
  assertEquals(await new KvStore(kv).lock("a"), undefined);
  await time.tickAsync(1);
  const next = await new KvStore(kv).lock("a");
  assert(next !== undefined);
  isFrozen = false;
  // The lock is no longer that of the former owner.
  await lock[Symbol.asyncDispose]();
  assertEquals(await new KvStore(kv).lock("a"), undefined);
  await next[Symbol.asyncDispose]();
  assertEquals(kv.size, 0);
});
