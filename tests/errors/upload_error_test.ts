import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { messageOf, systemCodeOf } from "../../src/errors/cause.ts";
import { UploadError } from "../../src/errors/upload_error.ts";

Deno.test("UploadError has a code, a name and a cause", () => {
  const cause = new Error("why");
  const error = new UploadError("network", "what", { cause });

  assertInstanceOf(error, Error);
  assertEquals(error.name, "UploadError");
  assertEquals(error.code, "network");
  assertEquals(error.message, "what");
  assert(error.cause === cause);
  assertEquals(String(error), "UploadError: what");
});

const MESSAGES: [thrown: unknown, message: string][] = [
  [new Error("a"), "a"],
  [new Error("a", { cause: new Error("b") }), "a: b"],
  [new Error("a", { cause: new Error("b", { cause: "c" }) }), "a: b: c"],
  [new Error("a (b)", { cause: new Error("b") }), "a (b)"],
  [new Error("a", { cause: {} }), "a: an object that is no Error was thrown"],
  [new DOMException("a", "AbortError"), "a"],
  [new Error(""), "Error"],
  [new TypeError("", { cause: new Error("b") }), "TypeError: b"],
  [Object.assign(new Error("a"), { message: 5 }), "5"],
  ["a", "a"],
  [5, "5"],
  [undefined, "undefined"],
  [null, "an object that is no Error was thrown"],
  [{ password: "hunter2" }, "an object that is no Error was thrown"],
  [Symbol("a"), "Symbol(a)"],
];

for (const [thrown, message] of MESSAGES) {
  Deno.test(`messageOf() says ${JSON.stringify(message)} of ${Deno.inspect(thrown).split("\n")[0]}`, () => {
    assertEquals(messageOf(thrown), message);
  });
}

Deno.test("messageOf() ends where causes go round", () => {
  const error = new Error("a");
  error.cause = new Error("b", { cause: error });

  assertEquals(messageOf(error).startsWith("a: b"), true);
});

Deno.test("systemCodeOf() tells the system's code, else the name of the class", () => {
  const coded = Object.assign(new Error("a"), { code: "ENOENT" });
  const numbered = Object.assign(new RangeError("a"), { code: 5 });

  assertEquals(systemCodeOf(coded), "ENOENT");
  assertEquals(systemCodeOf(numbered), "RangeError");
  assertEquals(systemCodeOf(new Deno.errors.NotCapable("a")), "NotCapable");
  assertEquals(systemCodeOf("ENOENT"), "");
  assertEquals(systemCodeOf(undefined), "");
});
