import { assert, assertEquals } from "@std/assert";
import {
  chainOf,
  messageOf,
  searchableOf,
  systemCodeOf,
} from "../../src/errors/cause.ts";

const MESSAGES: [thrown: unknown, message: string][] = [
  [new Error("a"), "a"],
  [new Error("a", { cause: new Error("b") }), "a: b"],
  [new Error("a", { cause: new Error("b", { cause: "c" }) }), "a: b: c"],
  [new Error("a (b)", { cause: new Error("b") }), "a (b)"],
  [
    new Error("a", { cause: {} }),
    "a: an object that is not an Error was thrown",
  ],
  [new Error("a", { cause: null }), "a"],
  [new AggregateError([new Error("b"), "c"], "a"), "a: b: c"],
  [new AggregateError([], "a"), "a"],
  [new DOMException("a", "AbortError"), "a"],
  [{ message: "from another realm" }, "from another realm"],
  [new Error("a line of OpenSSL\n"), "a line of OpenSSL"],
  [new Error(""), "Error"],
  [new TypeError("", { cause: new Error("b") }), "TypeError: b"],
  [Object.assign(new Error(""), { code: "EPIPE" }), "EPIPE"],
  [Object.assign(new Error("a"), { message: 5 }), "5"],
  [Object.assign(new Error("a"), { message: {} }), "Error"],
  ["a", "a"],
  [5, "5"],
  [5n, "5"],
  [true, "true"],
  [undefined, "undefined"],
  [null, "an object that is not an Error was thrown"],
  [{ password: "hunter2" }, "an object that is not an Error was thrown"],
  [
    { name: "hunter2", code: "hunter2" },
    "an object that is not an Error was thrown",
  ],
  [() => "hunter2", "a function was thrown"],
  [Symbol("a"), "Symbol(a)"],
];

for (const [thrown, message] of MESSAGES) {
  Deno.test(`messageOf() says ${JSON.stringify(message)} of ${Deno.inspect(thrown).split("\n")[0]}`, () => {
    assertEquals(messageOf(thrown), message);
  });
}

Deno.test("messageOf() stops at a cycle of causes", () => {
  const error = new Error("a");
  error.cause = new Error("b", { cause: error });

  assertEquals(messageOf(error), "a: b");
});

Deno.test("messageOf() reads no more than a few errors", () => {
  let error = new Error("at the end");
  for (let at = 0; at < 1000; at++) {
    error = new Error(`${at}`, { cause: error });
  }

  assertEquals(messageOf(error), "999: 998: 997: 996: 995: 994: 993: 992");
  assertEquals(
    chainOf(new AggregateError(Array(1e6).fill(1).map(String))).length,
    2,
  );
});

Deno.test("messageOf() cuts a long text between two words", () => {
  const cut = messageOf(new Error(`a ${"b".repeat(5000)} c`));
  const words = messageOf(new Error("word ".repeat(5000)));
  const chain = messageOf(
    new Error("a ".repeat(5000), { cause: new Error("b ".repeat(5000)) }),
  );

  assertEquals(cut, "a …");
  assert(words.length <= 2048 && words.length > 2000);
  assert(/^(?:word )+…$/.test(words));
  assert(chain.length <= 2048);
  assertEquals(messageOf("x".repeat(2048)), "x".repeat(2048));
  assertEquals(messageOf("x".repeat(2049)), "…");
});

Deno.test("searchableOf() has both ends of a long text", () => {
  const text = searchableOf(new Error(`start ${"x".repeat(1e6)} end`));

  assert(text.startsWith("start x") && text.endsWith("x end"));
  assert(text.length < 3000);
});

Deno.test("systemCodeOf() returns the system's code, otherwise the name of the class", () => {
  const coded = Object.assign(new Error("a"), { code: "ENOENT" });
  const numbered = Object.assign(new RangeError("a"), { code: 5 });

  assertEquals(systemCodeOf(coded), "ENOENT");
  assertEquals(systemCodeOf({ code: "ENOENT" }), "ENOENT");
  assertEquals(systemCodeOf(numbered), "RangeError");
  assertEquals(systemCodeOf(new Deno.errors.NotCapable("a")), "NotCapable");
  assertEquals(systemCodeOf({ name: "NotCapable" }), "");
  assertEquals(systemCodeOf("ENOENT"), "");
  assertEquals(systemCodeOf(undefined), "");
});
