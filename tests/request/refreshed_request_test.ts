import { assertEquals, assertThrows } from "@std/assert";
import { refreshRequest } from "../../src/request/refreshed_request.ts";

const TARGET = {
  url: new URL("https://h/a?signature=old"),
  headers: { authorization: "Bearer old", "x-a": "1" },
  keepHeaders: [],
};

const TAKEN:
  readonly (readonly [given: unknown, href: string, headers: unknown])[] = [
    [undefined, TARGET.url.href, TARGET.headers],
    [{}, TARGET.url.href, TARGET.headers],
    [
      { url: undefined, headers: undefined },
      TARGET.url.href,
      TARGET.headers,
    ],
    [{ url: "https://h/b?signature=new" }, "https://h/b?signature=new", {
      ...TARGET.headers,
    }],
    [{ url: new URL("http://other/") }, "http://other/", {}],
    [{ url: "http://h/a" }, "http://h/a", {}],
    [{ url: "https://h:8443/a" }, "https://h:8443/a", {}],
    [
      { url: "https://me:pw@other/", headers: { "x-b": "2" } },
      "https://other/",
      { authorization: "Basic bWU6cHc=", "x-b": "2" },
    ],
    [
      { url: "https://other/", headers: { Authorization: "Bearer new" } },
      "https://other/",
      { authorization: "Bearer new" },
    ],
    [{ url: "https://me:pw@h/" }, "https://h/", {
      ...TARGET.headers,
      authorization: "Basic bWU6cHc=",
    }],
    [
      { url: "https://me:pw@h/", headers: { Authorization: "Bearer new" } },
      "https://h/",
      { ...TARGET.headers, authorization: "Bearer new" },
    ],
    [{ headers: { Authorization: "Bearer new" } }, TARGET.url.href, {
      ...TARGET.headers,
      authorization: "Bearer new",
    }],
    [{ headers: new Headers({ "X-B": "2" }) }, TARGET.url.href, {
      ...TARGET.headers,
      "x-b": "2",
    }],
    [{ headers: [["X-A", 5]] }, TARGET.url.href, {
      ...TARGET.headers,
      "x-a": "5",
    }],
    [
      { headers: { "Content-Type": "text/x", "Content-Length": 5 } },
      TARGET.url.href,
      TARGET.headers,
    ],
  ];

for (const [given, href, headers] of TAKEN) {
  Deno.test(`refreshRequest() accepts ${Deno.inspect(given)}`, () => {
    const refreshed = refreshRequest(TARGET, given);

    assertEquals(refreshed.url.href, href);
    assertEquals({ ...refreshed.headers }, headers);
  });
}

const REFUSED: readonly (readonly [given: unknown, message: string])[] = [
  [null, "'retry.refresh' must return an object or nothing (got null)"],
  ["token", "'retry.refresh' must return an object or nothing (got string)"],
  [
    new Headers(),
    "'retry.refresh' must return an object or nothing (got Headers)",
  ],
  [
    { token: "secret" },
    "'retry.refresh.token' is not an option: did you mean 'retry.refresh.headers'?",
  ],
  [{ url: 5 }, "'url' must be a string or a URL (got number)"],
  [
    { url: "https://me:secret@" },
    "'url' must be an absolute URL, such as \"https://example.com/upload\"",
  ],
  [{ url: "ftp://h/" }, "'url' must be an http: or https: URL (got ftp:)"],
  [{ headers: "x" }, "'headers' must be a record or pairs (got string)"],
  [
    { headers: { "a b": "secret" } },
    '\'headers\' must have valid names, such as "x-id" (got "a b")',
  ],
];

for (const [given, message] of REFUSED) {
  Deno.test(`refreshRequest() refuses ${Deno.inspect(given)}`, () => {
    const { message: said } = assertThrows(
      () => refreshRequest(TARGET, given),
      TypeError,
    );
    assertEquals(said, `upload: ${message}`);
  });
}

Deno.test("refreshRequest() keeps the headers that another origin may receive", () => {
  const target = { ...TARGET, keepHeaders: ["x-a"] };

  const { headers } = refreshRequest(target, { url: "https://other/" });

  assertEquals({ ...headers }, { "x-a": "1" });
});
