import { assertEquals, assertRejects } from "@std/assert";
import { typeByName, UNKNOWN_TYPE } from "../../src/source/type_by_name.ts";

const NAMES: [name: string, type: string][] = [
  ["object.json", "application/json"],
  ["OBJECT.JSON", "application/json"],
  ["a.b.png", "image/png"],
  ["dir.json/a.txt", "text/plain"],
  ["C:\\dir\\a.mp4", "video/mp4"],
  [".hidden.txt", "text/plain"],
  ["", UNKNOWN_TYPE],
  ["json", UNKNOWN_TYPE],
  ["a.", UNKNOWN_TYPE],
  [".gitignore", UNKNOWN_TYPE],
  [".json", UNKNOWN_TYPE],
  ["dir/.json", UNKNOWN_TYPE],
  ["dir\\.json", UNKNOWN_TYPE],
  ["dir.json/a", UNKNOWN_TYPE],
  ["x.unheardof", UNKNOWN_TYPE],
  ["x.constructor", UNKNOWN_TYPE],
  ["x.hasOwnProperty", UNKNOWN_TYPE],
  ["x.__proto__", UNKNOWN_TYPE],
];

for (const [name, type] of NAMES) {
  Deno.test(`typeByName() finds ${type} for ${JSON.stringify(name)}`, async () => {
    const { signal } = new AbortController();

    assertEquals(await typeByName([name], signal), type);
  });
}

Deno.test("typeByName() prefers the first name that tells a type", async () => {
  const { signal } = new AbortController();
  const names = [undefined, "a", "b.unheardof", "c.json", "d.png"];

  assertEquals(await typeByName(names, signal), "application/json");
});

Deno.test("typeByName() ends when its signal aborts", async () => {
  const signal = AbortSignal.abort(new RangeError("gone"));

  await assertRejects(() => typeByName(["a.json"], signal), RangeError, "gone");
});
