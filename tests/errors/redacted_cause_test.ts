import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { toNetworkError } from "../../src/errors/network_error.ts";
import { toCause } from "../../src/errors/redacted_cause.ts";

const SIGNED = "https://s3.example/key?X-Amz-Signature=hunter2";
const url = new URL(SIGNED);

/** A failure as Bun throws it. */
function inBun(): Error {
  const error = new TypeError(`ECONNRESET fetching "${SIGNED}". More`);
  return Object.assign(error, { code: "ECONNRESET", path: SIGNED, errno: 0 });
}

/** A failure as Deno throws it. */
function inDeno(): Error {
  return new TypeError("fetch failed", {
    cause: new Error(`error sending request for url (${SIGNED}): it failed`),
  });
}

/** Values that show a secret, by its place. */
const SHOWING: readonly (readonly [where: string, make: () => unknown])[] = [
  ["a message", () => new RangeError(SIGNED)],
  ["a path, as in Bun", inBun],
  ["a cause, as in Deno", inDeno],
  [
    "a cause of a cause",
    () => new Error("a", { cause: new Error("b", { cause: inDeno() }) }),
  ],
  [
    "the errors of an AggregateError",
    () => new AggregateError([inBun(), 5], "a"),
  ],
  [
    "a stack",
    () => Object.assign(new Error("a"), { stack: `Error: ${SIGNED}` }),
  ],
  ["a name", () => Object.assign(new Error("a"), { name: SIGNED })],
  ["a code", () => Object.assign(new Error("a"), { code: SIGNED })],
  ["a URL", () => Object.assign(new Error("a"), { url: new URL(SIGNED) })],
  ["a list", () => Object.assign(new Error("a"), { urls: ["a", SIGNED] })],
  [
    "a record",
    () => Object.assign(new Error("a"), { config: { to: { url: SIGNED } } }),
  ],
  [
    "a record of headers",
    () => Object.assign(new Error("a"), { headers: { Cookie: "hunter2" } }),
  ],
  [
    "headers",
    () => {
      const headers = new Headers({ authorization: "hunter2" });
      return Object.assign(new Error("a"), { headers });
    },
  ],
  [
    "a request",
    () => Object.assign(new Error("a"), { request: new Request(SIGNED) }),
  ],
  [
    "the headers of a request",
    () => {
      const headers = { authorization: "hunter2" };
      const request = new Request("http://h/", { headers });
      return Object.assign(new Error("a"), { request });
    },
  ],
  [
    "the name of a property",
    () => Object.assign(new Error("a"), Object.fromEntries([[SIGNED, 403]])),
  ],
  [
    "the name of a property that looks like a header",
    () =>
      Object.assign(
        new Error("a"),
        Object.fromEntries([["cookie: a", "hunter2"]]),
      ),
  ],
  ["the user of a URL", () => new Error("http://me:hunter2@h/")],
  ["a DOMException", () => new DOMException(SIGNED, "NetworkError")],
  ["the end of a long text", () => new Error(`${"a ".repeat(7000)}${SIGNED}`)],
  ["a text", () => `no ${SIGNED}`],
  ["a record that is no Error", () => ({ status: 403, url: SIGNED })],
  ["a request that is no Error", () => new Request(SIGNED)],
  ["a cause that goes round", () => {
    const error = inBun();
    error.cause = new Error("b", { cause: error });
    return error;
  }],
];

for (const [where, make] of SHOWING) {
  Deno.test(`toCause() hides a secret in ${where}`, () => {
    const thrown = make();
    const cause = toCause(thrown);

    const printed = Deno.inspect(cause, { depth: 20, showHidden: true });
    assert(!printed.includes("hunter2"), printed);
    const { stack } = Object(cause);
    assert(!`${cause} ${stack}`.includes("hunter2"), String(stack));
    const error = toNetworkError(make(), url);
    const all = [error, error.stack, JSON.stringify(error), error.cause];
    for (const one of all) assert(!Deno.inspect(one).includes("hunter2"));
    assert(!(JSON.stringify(error.cause) ?? "").includes("hunter2"));
    // What is thrown is the caller's, and is left as it is.
    const before = Deno.inspect(thrown, { depth: 20, showHidden: true });
    assert(/hunter2|Request|Headers|URL/.test(before));
  });
}

Deno.test("toCause() keeps class, name, code and the chain of causes", () => {
  const thrown = new AggregateError([inBun()], SIGNED, { cause: inDeno() });
  const cause = toCause(thrown);

  assertInstanceOf(cause, AggregateError);
  assertEquals(cause.message, "https://s3.example/key");
  assertInstanceOf(cause.cause, TypeError);
  assertEquals(cause.cause.message, "fetch failed");
  assertInstanceOf(cause.cause.cause, Error);
  assertEquals(
    cause.cause.cause.message,
    "error sending request for url (https://s3.example/key): it failed",
  );
  const [inner] = cause.errors;
  assertInstanceOf(inner, TypeError);
  assertEquals({ ...inner }, {
    code: "ECONNRESET",
    path: "https://s3.example/key",
    errno: 0,
  });
  assert(String(inner.stack).includes("redacted_cause_test.ts"));
});

Deno.test("toCause() keeps a cycle of causes", () => {
  const thrown = inBun();
  thrown.cause = new Error("b", { cause: thrown });
  const cause = toCause(thrown);

  assertInstanceOf(cause, TypeError);
  assertInstanceOf(cause.cause, Error);
  assert(cause.cause.cause === cause);
});

Deno.test("toCause() keeps the name of a class that it cannot copy", () => {
  class Odd extends Error {
    override name = "Odd";
    #at = 1;
    get at(): number {
      return this.#at;
    }
  }
  const odd = toCause(new Odd(SIGNED));
  const gone = toCause(new DOMException(SIGNED, "NetworkError"));

  assertInstanceOf(odd, Error);
  assertInstanceOf(gone, Error);
  assertEquals([odd.name, gone.name], ["Odd", "NetworkError"]);
  assertEquals(String(gone), "NetworkError: https://s3.example/key");
});

Deno.test("toCause() copies data, and only names everything else", () => {
  const request = new Request("http://h/");
  const thrown = Object.assign(inBun(), { request, retry() {}, at: [1, null] });

  assertEquals(Object.entries(Object(toCause(thrown))).slice(3), [
    ["request", "Request"],
    ["retry", undefined],
    ["at", [1, null]],
  ]);
});

Deno.test("toCause() keeps an error without secrets as is", () => {
  const harmless: unknown[] = [
    new TypeError("fetch failed", { cause: new Error("read ECONNRESET") }),
    new AggregateError([new Error("a"), "b"]),
    new DOMException("Signal timed out.", "TimeoutError"),
    new Deno.errors.ConnectionRefused("no"),
    Object.assign(new Error("a"), {
      path: "https://h/p",
      buffer: new Uint8Array(9),
    }),
    { status: 403, url: "https://h/p" },
    "text",
    undefined,
    null,
    5,
  ];
  for (const thrown of harmless) {
    assert(Object.is(toCause(thrown, url), thrown));
  }
});

Deno.test("toCause() cuts a text that is too long to search", () => {
  const cause = toCause(new Error(`a ${"b".repeat(1e6)} ${SIGNED}`));

  assertInstanceOf(cause, Error);
  assertEquals(cause.message, "a …");
  assert(String(cause.stack).length < 3000);
});
