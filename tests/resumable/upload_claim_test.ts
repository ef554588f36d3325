import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { claimUpload } from "../../src/resumable/upload_claim.ts";
import type { UploadStore } from "../../src/resumable/store.ts";
import { turn } from "../support/turns.ts";

const store = (lock?: UploadStore["lock"]): UploadStore => ({
  get: () => undefined,
  set() {},
  delete() {},
  list: () => [],
  ...(lock && { lock }),
});

const claim = (
  store: UploadStore,
  key = "key",
  abort = new AbortController(),
) => claimUpload(store, key, { signal: abort.signal, host: "h" });

Deno.test("one upload at a time has a key of a store", async () => {
  const shared = store();
  const first = await claim(shared);
  const error = await assertRejects(() => claim(shared), UploadError);
  assertEquals(
    [error.code, error.isTransient, error.message],
    [
      "store",
      false,
      'Cannot upload to "h": another upload of the same source is running',
    ],
  );
  await using _otherKey = await claim(shared, "other");
  await using _otherStore = await claim(store());
  await first[Symbol.asyncDispose]();
  await using _again = await claim(shared);
});

Deno.test("a key that another process has is not claimed", async () => {
  const shared = store(() => undefined);
  for (let times = 0; times < 2; times++) {
    await assertRejects(() => claim(shared), UploadError);
  }
});

Deno.test("the lock of a store is released, and one that fails is done without", async () => {
  const steps: string[] = [];
  const locking = store((key) => {
    steps.push(`lock ${key}`);
    return {
      [Symbol.asyncDispose]: () => {
        steps.push("release");
        return Promise.reject(new Error("gone"));
      },
    };
  });
  for (let times = 0; times < 2; times++) {
    await (await claim(locking))[Symbol.asyncDispose]();
  }
  assertEquals(steps, ["lock key", "release", "lock key", "release"]);
  await using _claim = await claim(store(() => {
    throw new Error("no locks here");
  }));
});

Deno.test("an upload that was cancelled is waited for until it releases its key", async () => {
  const shared = store();
  const abort = new AbortController();
  const first = await claim(shared, "key", abort);
  abort.abort();

  const second = claim(shared);
  let isClaimed = false;
  second.then(() => isClaimed = true);
  await turn();
  assertEquals(isClaimed, false);
  await first[Symbol.asyncDispose]();

  await using _second = await second;
});
