import { assert, assertEquals, assertThrows } from "@std/assert";
import { takeCredentials } from "../../src/request/url.ts";
import { toHeaders } from "../../src/request/headers.ts";

Deno.test("toHeaders() takes a record, pairs and Headers alike", () => {
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

Deno.test("toHeaders() gives no headers where none are given", () => {
  assertEquals(toHeaders(undefined), {});
  assertEquals(toHeaders(null), {});
});

Deno.test("toHeaders() leaves out what frames the body, however it is spelt", () => {
  const headers = toHeaders({
    "Content-LENGTH": 5,
    "Transfer-encoding": "chunked",
    "content-type": "text/x",
  });

  assertEquals(headers, { "content-type": "text/x" });
});

Deno.test("toHeaders() copies Headers that the caller may change later", () => {
  const given = new Headers({ "x-a": "1" });
  const headers = toHeaders(given);
  given.set("x-a", "2");

  assertEquals(headers, { "x-a": "1" });
});

for (const value of ["a\r\nx-b: c", "a\nb", "a\0b", "☃"]) {
  Deno.test(`toHeaders() refuses the value ${JSON.stringify(value)} without showing it`, () => {
    const { message } = assertThrows(
      () => toHeaders({ "x-secret": value }),
      TypeError,
    );

    assertEquals(
      message,
      "upload: 'params.headers' must have valid names and values (\"x-secret\" is not)",
    );
  });
}

/** What takeCredentials() makes of a URL: what is left of it, and `user:password`. */
function credentialsOf(text: string): [url: string, pair: string | undefined] {
  const { url, authorization } = takeCredentials(new URL(text));
  if (authorization === undefined) return [url.href, undefined];
  assert(authorization.startsWith("Basic "));
  const bytes = Uint8Array.from(
    atob(authorization.slice(6)),
    (character) => character.charCodeAt(0),
  );
  return [url.href, new TextDecoder().decode(bytes)];
}

const CREDENTIALS: [url: string, bare: string, pair: string | undefined][] = [
  ["http://h/a?b#c", "http://h/a?b#c", undefined],
  ["http://me:pw@h/a?b#c", "http://h/a?b#c", "me:pw"],
  ["http://me@h/", "http://h/", "me:"],
  ["http://:pw@h/", "http://h/", ":pw"],
  ["http://m%40e:p%3Aw%2F@h/", "http://h/", "m@e:p:w/"],
  ["http://é:☃@h/", "http://h/", "é:☃"],
  ["http://me:100%@h/", "http://h/", "me:100%"],
  ["http://me:%E4%zz@h/", "http://h/", "me:%E4%zz"],
];

for (const [url, bare, pair] of CREDENTIALS) {
  Deno.test(`takeCredentials() makes of ${url} ${bare} and ${pair}`, () => {
    assertEquals(credentialsOf(url), [bare, pair]);
  });
}

Deno.test("takeCredentials() leaves the caller's URL as it is", () => {
  const url = new URL("http://me:pw@h/");
  takeCredentials(url);

  assertEquals(url.href, "http://me:pw@h/");
});
