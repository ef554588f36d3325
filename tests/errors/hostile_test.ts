import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { messageOf, systemCodeOf } from "../../src/errors/cause.ts";
import { kindOf } from "../../src/errors/kind_of.ts";
import {
  isConnectionLost,
  isNotProcessed,
  toNetworkError,
} from "../../src/errors/network_error.ts";
import { toSourceError } from "../../src/errors/source_error.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import { toFileError } from "../../src/files/file_error.ts";
import { toCancelError } from "../../src/transfer/transfer_error.ts";
import { HOSTILE_VALUES } from "../support/hostile_values.ts";

const url = new URL("http://h/p?sig=hunter2");

for (const [name, make] of HOSTILE_VALUES) {
  Deno.test(`every description is safe for ${name}`, () => {
    const thrown = make();

    assertEquals(typeof messageOf(thrown), "string");
    assertEquals(typeof systemCodeOf(thrown), "string");
    assert(/^\w+$/.test(kindOf(thrown)), kindOf(thrown));
    assertEquals(isConnectionLost(thrown), false);
    assertEquals(isNotProcessed(thrown), false);
    const errors = [
      toNetworkError(thrown, url),
      toSourceError(thrown),
      toFileError(thrown, "/srv/a"),
      toCancelError(thrown, url),
    ];
    for (const error of errors) {
      assertInstanceOf(error, UploadError);
      assert(Object.is(error.cause, thrown));
    }
  });

  Deno.test(`a secret beside ${name} is not shown`, () => {
    const thrown = new TypeError("http://h/p?sig=hunter2", { cause: make() });

    const { cause } = toNetworkError(thrown, url);

    assertInstanceOf(cause, TypeError);
    assertEquals(cause.message, "http://h/p");
    assert(!String(cause.stack).includes("hunter2"));
  });
}

Deno.test("kindOf() names the class or the type, never the content", () => {
  class Cat {}
  const kinds: [value: unknown, kind: string][] = [
    [null, "null"],
    [undefined, "undefined"],
    ["hunter2", "string"],
    [Symbol("hunter2"), "symbol"],
    [{ constructor: { name: "hunter2" } }, "object"],
    [{}, "object"],
    [Object.create(null), "object"],
    [Object.create({ constructor: undefined }), "object"],
    [Object.create({ constructor: { name: "a b".repeat(9) } }), "object"],
    [Object.create({ constructor: { name: "a".repeat(99) } }), "object"],
    [new Map(), "Map"],
    [new Cat(), "Cat"],
    [[], "Array"],
    [() => 1, "function"],
  ];

  for (const [value, kind] of kinds) assertEquals(kindOf(value), kind);
});
