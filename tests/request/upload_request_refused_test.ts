import { CachesDirectory } from "@network/upload";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { toUploadRequest } from "../../src/request/upload_request.ts";

const URL_GIVEN = "https://example.com/in";

/** The message with which a call is refused. */
function refusalOf(...args: unknown[]): string {
  return assertThrows(() => toUploadRequest(args), TypeError).message;
}

const NOT_ABSOLUTE =
  "'url' must be an absolute URL, such as \"https://example.com/upload\"";

/** The end of the message for a call with a URL and no method. */
const TO_OMIT = ": to omit it, pass one object, upload({ url, source })";

const ARGUMENTS: [message: string, args: unknown[]][] = [
  [
    "the first argument must be an options object or a URL (got undefined)",
    [],
  ],
  [
    "the first argument must be an options object or a URL (got Request)",
    [
      new Request(URL_GIVEN),
    ],
  ],
  ["'url' must be a string or a URL (got null)", [null, null, "a.json"]],
  [`'method' must come before the options, and be a string${TO_OMIT}`, [
    URL_GIVEN,
    { method: "PUT" },
  ]],
  ["the options must come before 'source'", [URL_GIVEN, "PUT", "a.json", {}]],
  ["the options must come before 'source'", [
    URL_GIVEN,
    "PUT",
    {},
    "a.json",
    {},
  ]],
  ["a listener is not supported: iterate over the events", [
    URL_GIVEN,
    "PUT",
    () => {},
    { progress: true },
    "a.json",
  ]],
  [`'method' must be a string, such as "PUT" (got undefined)${TO_OMIT}`, [
    URL_GIVEN,
  ]],
  [`'method' must be a string, such as "PUT" (got number)${TO_OMIT}`, [
    URL_GIVEN,
    5,
    "a.json",
  ]],
  [`'method' must come before the options, and be a string${TO_OMIT}`, [
    URL_GIVEN,
    {},
    "a.json",
  ]],
  [`'method' must be a string, such as "PUT" (got null)${TO_OMIT}`, [
    URL_GIVEN,
    null,
    "a.json",
  ]],
  ["'method' must be an HTTP method, such as \"PUT\"", [
    URL_GIVEN,
    "",
    "a.json",
  ]],
  ["'method' must be an HTTP method, such as \"PUT\"", [
    URL_GIVEN,
    "a b",
    "a.json",
  ]],
  ["'url' must come before 'method'", ["PUT", URL_GIVEN, "a.json"]],
  ["'url' must come before 'method'", ["a.json", new URL(URL_GIVEN)]],
  ["'method' must come before 'source'", [URL_GIVEN, "a.json", "PUT"]],
  ["'method' must come before 'source'", [URL_GIVEN, "a.json", {}, "put"]],
  ...["GET", "HEAD", "CONNECT", "TRACE", "TRACK"].map(
    (method): [string, unknown[]] => [
      `'method' must be a method with a body, such as "PUT" (got "${method}")`,
      [URL_GIVEN, method.toLowerCase(), "a.json"],
    ],
  ),
  ["'url' must be a string or a URL (got number)", [5, "PUT", "a.json"]],
  ["'url' must be a string or a URL (got undefined)", [
    undefined,
    "PUT",
    "a.json",
  ]],
  [NOT_ABSOLUTE, ["/in", "PUT", "a.json"]],
  [NOT_ABSOLUTE, ["", "PUT", "a.json"]],
  ["'url' must be an http: or https: URL (got ftp:)", [
    "ftp://example.com/",
    "PUT",
    "a.json",
  ]],
  ["'url' must be an http: or https: URL (got file:)", [
    new URL("file:///in"),
    "PUT",
    "a.json",
  ]],
  ["'baseDirectory' must come before 'contentType'", [
    URL_GIVEN,
    "PUT",
    "a.json",
    "text/x",
    CachesDirectory,
  ]],
  ["'contentType' must be the last argument (got object after it)", [
    URL_GIVEN,
    "PUT",
    "a.json",
    "text/x",
    {},
  ]],
  [
    "'contentType' must be a string, such as \"text/plain\", or null (got number)",
    [
      URL_GIVEN,
      "PUT",
      "a.json",
      CachesDirectory,
      5,
    ],
  ],
  ["there must be at most 6 arguments (got 7)", [
    URL_GIVEN,
    "PUT",
    {},
    "a.json",
    CachesDirectory,
    "text/x",
    1,
  ]],
  ["the options object must be the only argument (got 2)", [
    { url: URL_GIVEN, source: "a.json" },
    "PUT",
  ]],
  ["'method' must be a string, such as \"PUT\" (got null)", [
    { url: URL_GIVEN, method: null, source: "a.json" },
  ]],
  ...[
    ["number", 5],
    ["Array", []],
    ["symbol", Symbol("DocumentsDirectory")],
    ["http:", new URL("http://example.com/")],
    ["null", null],
  ].map(([got, baseDirectory]): [string, unknown[]] => [
    `'baseDirectory' must be a constant, such as CurrentDirectory, or a file: URL (got ${
      String(got)
    })`,
    [URL_GIVEN, "PUT", "a.json", baseDirectory],
  ]),
  ["'contentType' must be a valid header value (got \"a/b\\r\\nx: y\")", [
    URL_GIVEN,
    "PUT",
    "a.json",
    "a/b\r\nx: y",
  ]],
  ...["", "  ", "/tmp", "binary", "text/", "text", "a/b/c", "a b/c"].map(
    (type): [string, unknown[]] => [
      `'contentType' must be a type and a subtype, such as "text/plain" (got ${
        JSON.stringify(type)
      })`,
      [URL_GIVEN, "PUT", "a.json", type],
    ],
  ),
  ["'contentType' must name a known charset (got \"klingon\")", [
    URL_GIVEN,
    "PUT",
    "a.json",
    "text/plain; charset=klingon",
  ]],
];

for (const [message, args] of ARGUMENTS) {
  const shown = Deno.inspect(args).replaceAll(/\s+/g, " ");
  Deno.test(`upload() refuses ${shown}: ${message}`, () => {
    assertEquals(refusalOf(...args), `upload: ${message}`);
  });
}

const SECRETIVE: [what: string, args: unknown[]][] = [
  ["a URL that is none", ["http://me:hunter2@exa mple/", "PUT", "a.json"]],
  ["a URL with a wrong port", [
    "http://me:hunter2@example.com:99999/",
    "PUT",
    "a.json",
  ]],
  ["a URL of another protocol", [
    "ftp://me:hunter2@example.com/",
    "PUT",
    "a.json",
  ]],
  ["a header value with a line break", [
    URL_GIVEN,
    "PUT",
    { headers: { authorization: "Bearer hunter2\r\nx: y" } },
    "a.json",
  ]],
  ["a header value of characters that no header has", [
    URL_GIVEN,
    "PUT",
    { headers: [["authorization", "hunter2 ☃"]] },
    "a.json",
  ]],
  ["a method that is no string", [
    "http://me:hunter2@example.com/",
    5,
    "a.json",
  ]],
];

for (const [what, args] of SECRETIVE) {
  Deno.test(`upload() shows no secret when it refuses ${what}`, () => {
    const error = assertThrows(() => toUploadRequest(args), TypeError);

    assert(!Deno.inspect(error).includes("hunter2"), Deno.inspect(error));
  });
}
