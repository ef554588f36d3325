import { assertEquals, assertThrows } from "@std/assert";
import {
  checkFunction,
  checkInteger,
  pairsOf,
  textOf,
} from "../../src/request/validation.ts";

Deno.test("checkInteger() returns an integer, or its default", () => {
  assertEquals(checkInteger("size", 5, undefined), 5);
  assertEquals(checkInteger("size", undefined, undefined), undefined);
  assertEquals(checkInteger("limit", undefined, 10), 10);
  for (const value of [1.5, -1, 2 ** 53, Infinity, "5", null]) {
    assertThrows(
      () => checkInteger("size", value, 10),
      TypeError,
      "upload: 'size' must be a ",
    );
  }
});

Deno.test("checkFunction() returns a function, and refuses everything else", () => {
  assertEquals(checkFunction("fetch", fetch), fetch);
  assertEquals(checkFunction("fetch", undefined), undefined);
  assertThrows(
    () => checkFunction("fetch", null),
    TypeError,
    "upload: 'fetch' must be a function (got null)",
  );
});

for (const value of [undefined, null, {}, [], Symbol("a"), 1n]) {
  const shown = Deno.inspect(value);
  Deno.test(`textOf() refuses the value ${shown}`, () => {
    assertThrows(
      () => textOf("headers", "x-a", value),
      TypeError,
      "upload: 'headers' must have values that are strings, numbers or booleans (\"x-a\" is ",
    );
  });
}

for (
  const pairs of [[5], [["a"]], [["a", "b", "c"]], [[5, "a"]], [null], ["ab"]]
) {
  Deno.test(`pairsOf() refuses the pairs ${JSON.stringify(pairs)}`, () => {
    assertThrows(() => pairsOf("fields", pairs), TypeError, "'fields' must");
  });
}

Deno.test("pairsOf() keeps pairs that repeat a name, in their order", () => {
  const pairs: [string, unknown][] = [["b", 1], ["a", ""], ["b", true]];

  assertEquals(pairsOf("fields", pairs), pairs);
  assertEquals(textOf("fields", "b", true), "true");
});
