import { assertEquals, assertThrows } from "@std/assert";
import { entriesOf } from "../../src/request/validation.ts";

for (const value of [undefined, null, {}, [], Symbol("a"), 1n]) {
  const shown = Deno.inspect(value);
  Deno.test(`entriesOf() refuses the value ${shown}`, () => {
    assertThrows(
      () => entriesOf("headers", { "x-a": value }),
      TypeError,
      "upload: 'headers' must have values that are strings, numbers or booleans (\"x-a\" is ",
    );
  });
}

for (
  const pairs of [[5], [["a"]], [["a", "b", "c"]], [[5, "a"]], [null], ["ab"]]
) {
  Deno.test(`entriesOf() refuses the pairs ${JSON.stringify(pairs)}`, () => {
    assertThrows(() => entriesOf("fields", pairs), TypeError, "'fields' must");
  });
}

Deno.test("entriesOf() keeps pairs that repeat a name, in their order", () => {
  assertEquals(entriesOf("fields", [["b", 1], ["a", ""], ["b", true]]), [
    ["b", "1"],
    ["a", ""],
    ["b", "true"],
  ]);
});
