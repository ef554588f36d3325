import { upload, type UploadEndedEvent } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { serve } from "../support/http_server.ts";
import { closing, serveAnswers } from "../support/raw_request.ts";

const SOURCE = new Blob(["hello"], { type: "text/plain" });

async function endedBy(
  response: () => Response,
  params = {},
): Promise<UploadEndedEvent> {
  await using server = serve(response);
  return await upload(server.url, "POST", params, SOURCE).ended;
}

/** Text by its characters, one byte each. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const TEXTS: readonly (readonly [type: string, body: string, text: string])[] =
  [
    ["text/plain", "J\xc3\xbcrgen", "Jürgen"],
    ["text/plain; charset=utf-8", "\xe2\x82\xac", "€"],
    ["text/plain; charset=ISO-8859-1", "\xe4\xf6\xfc\x80", "äöü€"],
    ['text/plain; charset="windows-1251"', "\xcf\xf0\xe8", "При"],
    ["text/plain;charset=shift_jis", "\x93\xfa\x96\x7b", "日本"],
    ["text/plain; charset=utf-16le", "h\0i\0", "hi"],
    ["text/plain; charset=no-such-thing", "\xc3\xbc", "ü"],
    ["application/octet-stream; charset=utf-8", "bytes", "bytes"],
    ["TEXT/CSV", "a;b", "a;b"],
    ["application/json", '{"a":1}', '{"a":1}'],
    ["application/problem+json", "{}", "{}"],
    ["text/javascript", "1", "1"],
    ["application/javascript", "1", "1"],
    ["application/x-javascript", "1", "1"],
    ["application/ecmascript", "1", "1"],
    ["application/x-www-form-urlencoded", "a=b", "a=b"],
    ["application/xml", "<a/>", "<a/>"],
    ["application/xhtml+xml", "<p/>", "<p/>"],
    ["image/svg+xml", "<svg/>", "<svg/>"],
    // What the text says of itself counts where the header says nothing.
    [
      "application/xml",
      '<?xml version="1.0" encoding="ISO-8859-15"?>\xa4',
      '<?xml version="1.0" encoding="ISO-8859-15"?>€',
    ],
    [
      "text/html",
      '<meta charset="windows-1252">\x80',
      '<meta charset="windows-1252">€',
    ],
    [
      "text/html",
      `<meta charset="windows-1252">${" ".repeat(2000)}\xc3\xbc`,
      `<meta charset="windows-1252">${" ".repeat(2000)}Ã¼`,
    ],
    [
      "text/html",
      `${" ".repeat(1024)}<meta charset="windows-1252">\xc3\xbc`,
      `${" ".repeat(1024)}<meta charset="windows-1252">ü`,
    ],
    [
      "text/html; charset=utf-8",
      '<meta charset="windows-1252">\xc3\xbc',
      '<meta charset="windows-1252">ü',
    ],
    // A mark at the start counts before all, and is no part of the text.
    ["text/plain", "\xef\xbb\xbfhi", "hi"],
    ["text/plain; charset=windows-1252", "\xef\xbb\xbf\xc3\xbc", "ü"],
    ["text/plain", "\xff\xfeh\0i\0", "hi"],
    ["text/plain", "\xfe\xff\0h\0i", "hi"],
  ];

for (const [type, body, text] of TEXTS) {
  Deno.test(`upload() reads ${type} ${JSON.stringify(body.trim().slice(0, 40))} (${body.length}) as text`, async () => {
    const ended = await endedBy(() =>
      new Response(bytesOf(body), { headers: { "content-type": type } })
    );

    assertEquals([outcomeOf(ended), ended.response], ["200 text", text]);
  });
}

const BINARY = [
  "application/octet-stream",
  "image/png",
  "application/pdf",
  "application/jsonlines",
  "",
];

for (const type of BINARY) {
  Deno.test(`upload() reads ${type || "no type"} as bytes`, async () => {
    const bytes = bytesOf("\x00\xff\xef\xbb\xbf text");
    const headers: HeadersInit = type === "" ? {} : { "content-type": type };

    const ended = await endedBy(() => new Response(bytes, { headers }));

    assertEquals([outcomeOf(ended), ended.response], ["200 binary", bytes]);
  });
}

for (const status of [200, 201, 204, 400, 404, 413, 500, 503, 599]) {
  Deno.test(`upload() treats status ${status} as a response`, async () => {
    const body = status === 204 ? null : "said";
    const headers = { "content-type": "application/octet-stream" };

    const ended = await endedBy(() => new Response(body, { status, headers }));

    assertEquals(ended.isError, false);
    assertEquals(ended.status, status);
    assertEquals(ended.ok, status < 300);
    assertEquals(ended.bytesTransferred, 5);
    // The body of an error status is text, and so is an empty one.
    assertEquals(
      ended.response,
      status === 204 ? "" : status >= 400 ? "said" : bytesOf("said"),
    );
  });
}

Deno.test("upload() reads an empty body as text whatever its type", async () => {
  for (const type of ["image/png", "text/plain; charset=utf-16"]) {
    const ended = await endedBy(() =>
      new Response("", { headers: { "content-type": type } })
    );

    assertEquals([outcomeOf(ended), ended.response], ["200 text", ""]);
  }
});

Deno.test("upload() joins the values of a repeated header", async () => {
  const repeated = "X-Tag: a\r\nx-tag: b\r\nX-Tag: c\r\n";
  await using server = serveAnswers(closing("ok", "200 OK", repeated));

  const { responseHeaders } = await upload(server.url, "PUT", SOURCE).ended;

  assertEquals(responseHeaders["x-tag"], "a, b, c");
});

Deno.test("upload() decodes a compressed response", async () => {
  const text = "again and again ".repeat(1000);
  const gzip = await new Response(
    new Blob([text]).stream().pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  const headers = { "content-type": "text/plain", "content-encoding": "gzip" };

  const ended = await endedBy(() => new Response(gzip, { headers }));

  assertEquals([outcomeOf(ended), ended.response], ["200 text", text]);
});

Deno.test("upload() reports a response that is cut off", async () => {
  await using server = serveAnswers(
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
  );

  const ended = await upload(server.url, "PUT", SOURCE).ended;

  assert(ended.isError);
  assertEquals(ended.error.code, "network");
  assertEquals(ended.status, 200);
  assertEquals(ended.ok, false);
});
