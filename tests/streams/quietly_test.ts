import { assertEquals } from "@std/assert";
import { quietly } from "../../src/streams/quietly.ts";

Deno.test("quietly() starts the work at once, and ignores how it fails", async () => {
  let started = false;
  const failing = quietly(() => {
    started = true;
    throw new Error("it is over");
  });

  assertEquals(started, true);
  assertEquals(await failing, undefined);
  assertEquals(await quietly(() => Promise.reject("no")), undefined);
  assertEquals(await quietly(() => 5), undefined);
});
