import { assertEquals, assertThrows } from "@std/assert";
import { runInNewContext } from "node:vm";
import {
  assertKept,
  isFieldValue,
  toHeaders,
  withoutHost,
} from "../../src/request/headers.ts";

Deno.test("toHeaders() accepts a record, pairs and Headers", () => {
  const expected = { "x-bool": "false", "x-count": "0", "x-text": "a" };

  assertEquals(
    toHeaders({ "X-Text": "a", "X-Count": 0, "X-Bool": false }),
    expected,
  );
  assertEquals(
    toHeaders([["X-Text", "a"], ["X-Count", 0], ["X-Bool", false]]),
    expected,
  );
  assertEquals(
    toHeaders(
      new Headers([["x-text", "a"], ["x-count", "0"], ["x-bool", "false"]]),
    ),
    expected,
  );
});

Deno.test("toHeaders() joins the values of a name that pairs repeat", () => {
  const headers = toHeaders([["x-a", "1"], ["X-A", "2"]]);

  assertEquals(headers, { "x-a": "1, 2" });
});

Deno.test("toHeaders() returns no headers if none are given", () => {
  assertEquals(toHeaders(undefined), {});
  assertEquals(toHeaders(null), {});
});

Deno.test("toHeaders() omits the headers that frame the body, in any case", () => {
  const headers = toHeaders({
    "Content-LENGTH": 5,
    "Transfer-encoding": "chunked",
    "content-type": "text/x",
  });

  assertEquals(headers, { "content-type": "text/x" });
});

Deno.test("toHeaders() copies Headers, which the caller may change later", () => {
  const given = new Headers({ "x-a": "1" });
  const headers = toHeaders(given);
  given.set("x-a", "2");

  assertEquals(headers, { "x-a": "1" });
});

Deno.test("toHeaders() skips values that are undefined", () => {
  assertEquals(toHeaders({ "x-a": undefined, "x-b": "1" }), { "x-b": "1" });
  assertEquals(toHeaders([["x-a", undefined], ["x-a", "1"]]), { "x-a": "1" });
  // A name is not looked at that is not sent.
  assertEquals(toHeaders({ connection: undefined }), {});
});

Deno.test("toHeaders() joins cookies with semicolons", () => {
  const pairs = [["Cookie", "a=1"], ["cookie", "b=2"], ["COOKIE", "c=3"]];

  assertEquals(toHeaders(pairs), { cookie: "a=1; b=2; c=3" });
  assertEquals(toHeaders({ Cookie: "a=1", cookie: "b=2" }), {
    cookie: "a=1; b=2",
  });
});

Deno.test("toHeaders() keeps an empty value, even if a name is repeated", () => {
  assertEquals(toHeaders({ "x-a": "" }), { "x-a": "" });
  assertEquals(toHeaders([["x-a", ""], ["x-a", "1"]]), { "x-a": ", 1" });
});

Deno.test("toHeaders() trims values as Headers does", () => {
  for (const space of [" ", "\t", "\n", "\r\n", " \t\r\n "]) {
    const value = `${space}a b${space}`;

    assertEquals(toHeaders({ "x-a": value }), { "x-a": "a b" });
  }
  assertEquals(toHeaders({ "x-a": "\xa0a\xa0" }), { "x-a": "\xa0a\xa0" });
});

Deno.test("isFieldValue() accepts what a header can contain", () => {
  for (const value of ["", "a b", "\t", "~", "\x80\xff"]) {
    assertEquals(isFieldValue(value), true);
  }
  for (const value of ["\0", "\n", "\x1f", "\x7f", "\u0100", "☃", "\ud800"]) {
    assertEquals(isFieldValue(`a${value}b`), false);
  }
});

Deno.test("toHeaders() accepts what a header can contain", () => {
  for (const value of ["a\tb", "~ !", "\x80\xff", "é", "=?utf-8?Q?a?="]) {
    assertEquals(toHeaders({ "x-a": value }), { "x-a": value });
  }
});

for (
  const value of [
    ...["a\r\nx-b: c", "a\nb", "a\rb", "a\0b", "a\x01b", "\x0b", "\x1b[31m"],
    ...["a\x7f", "\x1f", "\fa", "☃", "\u0100", "\ufeffa", "\ud800", "a\udfff"],
  ]
) {
  Deno.test(`toHeaders() refuses the value ${JSON.stringify(value)} without showing it`, () => {
    const { message } = assertThrows(
      () => toHeaders({ "X-Secret": value }),
      TypeError,
    );

    assertEquals(
      message,
      "upload: 'headers' must have values without control characters or characters " +
        'above U+00FF (the value of "x-secret" has one)',
    );
  });
}

for (const name of ["", "x a", "x:a", "x\n", "é", "x\0", "(x)", "a,b", "☃"]) {
  Deno.test(`toHeaders() refuses the name ${JSON.stringify(name)}`, () => {
    const { message } = assertThrows(
      () => toHeaders({ [name]: "secret" }),
      TypeError,
    );

    assertEquals(
      message,
      `upload: 'headers' must have valid names, such as "x-id" (got ${
        JSON.stringify(name)
      })`,
    );
  });
}

for (
  const name of [
    ...["connection", "Keep-Alive", "EXPECT", "upgrade", "te", "trailer"],
    ...["proxy-connection", "http2-settings"],
  ]
) {
  Deno.test(`toHeaders() refuses ${name}, which concerns a connection`, () => {
    const { message } = assertThrows(
      () => toHeaders([[name, "secret"]]),
      TypeError,
    );

    assertEquals(
      message,
      `upload: 'headers' must not include "${name}": the runtime manages its connections`,
    );
  });
}

Deno.test("toHeaders() shows no more than the start of a name", () => {
  const { message } = assertThrows(
    () => toHeaders({ [" ".repeat(10_000)]: "a" }),
    TypeError,
  );

  assertEquals(message.length < 300, true);
});

Deno.test("toHeaders() keeps names that every object inherits", () => {
  const names = ["__proto__", "constructor", "tostring", "hasownproperty"];
  const headers = toHeaders(names.map((name) => [name, "1"]));

  assertEquals(Object.entries(headers), names.map((name) => [name, "1"]));
  assertEquals(Object.getPrototypeOf(headers), Object.prototype);
});

Deno.test("toHeaders() accepts values of another realm", () => {
  const expected = { "x-a": "1", "x-b": "2" };
  for (
    const code of [
      `({ "x-a": "1", "x-b": 2 })`,
      `[["x-a", "1"], ["x-b", 2]]`,
      `new Map([["x-a", "1"], ["x-b", 2]])`,
      `({ *[Symbol.iterator]() { yield ["x-a", "1"]; yield ["x-b", "2"]; } })`,
    ]
  ) {
    assertEquals(toHeaders(runInNewContext(code)), expected);
  }
});

Deno.test("withoutHost() leaves out the Host of the URL, which signers add", () => {
  const url = new URL("https://h.example:8443/in");

  assertEquals(withoutHost({ host: "H.example:8443", a: "1" }, url), {
    a: "1",
  });
  assertEquals(withoutHost({ a: "1" }, url), { a: "1" });
});

Deno.test("withoutHost() refuses any other Host, which most runtimes drop", () => {
  const { message } = assertThrows(
    () => withoutHost({ host: "secret" }, new URL("https://h.example/in")),
    TypeError,
  );

  assertEquals(
    message,
    `upload: 'headers' must not include another "host" than that of the URL ("h.example")`,
  );
});

/** A `Request` that drops what a page cannot set. */
class PageRequest extends Request {
  constructor(url: RequestInfo | URL, init?: RequestInit) {
    super(url, init);
    this.headers.delete("cookie");
    this.headers.delete("host");
  }
}

Deno.test("assertKept() refuses a header that a browser would drop, without its value", () => {
  const { message } = assertThrows(
    () => assertKept({ "x-a": "1", cookie: "secret" }, PageRequest),
    TypeError,
  );

  assertEquals(
    message,
    "upload: 'headers' must not include \"cookie\": a page cannot set it",
  );
});

Deno.test("assertKept() accepts what the runtime keeps, and any header if that cannot be found out", () => {
  class BrokenRequest extends Request {
    constructor() {
      super("no URL");
    }
  }

  // The URL has the same host.
  assertKept({ "x-a": "1", host: "h" }, PageRequest);
  assertKept({ cookie: "a=1" });
  assertKept({ cookie: "a=1" }, BrokenRequest);
});
