import { assert, assertEquals, assertRejects } from "@std/assert";
import { loadOnce } from "../../src/source/load_once.ts";

Deno.test("loadOnce() loads once, also for callers at the same time", async () => {
  let loads = 0;
  const load = loadOnce(() => Promise.resolve({ loads: ++loads }));
  const [first, second] = await Promise.all([load(), load()]);

  assert(first === second);
  assert(await load() === first);
  assertEquals(loads, 1);
});

Deno.test("loadOnce() loads again after a failure", async () => {
  let loads = 0;
  const load = loadOnce(() =>
    ++loads === 1
      ? Promise.reject(new TypeError("no network"))
      : Promise.resolve("loaded")
  );

  await assertRejects(load, TypeError, "no network");
  assertEquals(await load(), "loaded");
});
