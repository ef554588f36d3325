import { assertEquals, assertLessOrEqual } from "@std/assert";
import { charsetOf, mediaTypeOf } from "../../src/request/content_type.ts";
import { decodeText } from "../../src/transfer/decode_text.ts";

/** A body, and the Content-Type that it comes with. */
interface Given {
  readonly body: BodyInit;
  readonly type: string;
}

async function decode({ body, type }: Given): Promise<string> {
  const bytes = await new Response(body).bytes();
  return decodeText(bytes, mediaTypeOf(type), charsetOf(type)).text;
}

/** Bytes of a text that has no character above U+00FF, one each. */
function latin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Bytes of a text in UTF-16. */
function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) {
    view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  }
  return new Uint8Array(view.buffer);
}

const CHARSETS: [what: string, text: string, Given][] = [
  ["the header's charset", "äé", {
    body: latin1("äé"),
    type: "text/plain; charset=iso-8859-1",
  }],
  ["the header's charset in quotes", "ä", {
    body: latin1("ä"),
    type: 'text/plain; charset="latin1"',
  }],
  ["UTF-16 of the header", "äé", {
    body: utf16("äé", true),
    type: "text/plain; charset=utf-16le",
  }],
  ["a charset of several bytes", "あ", {
    body: Uint8Array.of(0x82, 0xa0),
    type: "text/plain; charset=shift_jis",
  }],
  ...["klingon", "utf-7", "replacement", "iso-2022-kr", "x".repeat(10_000)]
    .map((charset): [string, string, Given] => [
      `UTF-8 for the charset ${charset.slice(0, 20)}`,
      "ä",
      { body: "ä", type: `text/plain; charset=${charset}` },
    ]),
  ["UTF-8 for none, with � for what is not", "a�", {
    body: latin1("a\xff"),
    type: "text/plain",
  }],
  ["the mark of UTF-8 before the header", "ä", {
    body: latin1("\xef\xbb\xbf\xc3\xa4"),
    type: "text/plain; charset=iso-8859-1",
  }],
  ["the mark of UTF-16, big end first", "ä", {
    body: utf16("\ufeffä", false),
    type: "text/plain",
  }],
  ["the mark of UTF-16, little end first", "ä", {
    body: utf16("\ufeffä", true),
    type: "text/plain; charset=utf-8",
  }],
  ["the XML declaration", '<?xml version="1.0" encoding="iso-8859-1"?>ä', {
    body: latin1('<?xml version="1.0" encoding="iso-8859-1"?>ä'),
    type: "application/atom+xml",
  }],
  ["the header before the XML declaration", "<?xml encoding='latin1'?>ä", {
    body: "<?xml encoding='latin1'?>ä",
    type: "text/xml; charset=utf-8",
  }],
  ["an HTML meta", "<meta charset=iso-8859-1>ä", {
    body: latin1("<meta charset=iso-8859-1>ä"),
    type: "text/html",
  }],
  [
    "an HTML meta http-equiv",
    '<META http-equiv="Content-Type" content="text/html; charset=iso-8859-1">ä',
    {
      body: latin1(
        '<META http-equiv="Content-Type" content="text/html; charset=iso-8859-1">ä',
      ),
      type: "text/html",
    },
  ],
  ["UTF-8 for a meta that says UTF-16", '<meta charset="utf-16">ä', {
    body: '<meta charset="utf-16">ä',
    type: "text/html",
  }],
  ["UTF-8 for a meta that says UTF-7", '<meta charset="utf-7">ä', {
    body: '<meta charset="utf-7">ä',
    type: "text/html",
  }],
  ["the mark of UTF-8 before a meta", '<meta charset="latin1">ä', {
    body: '\ufeff<meta charset="latin1">ä',
    type: "text/html",
  }],
  ["no meta in a plain text", "<meta charset=iso-8859-1>ä", {
    body: "<meta charset=iso-8859-1>ä",
    type: "text/plain",
  }],
  [
    "no meta that the first 1,024 bytes cut",
    `${" ".repeat(1005)}<meta charset=latin1>ä`,
    {
      body: `${" ".repeat(1005)}<meta charset=latin1>ä`,
      type: "text/html",
    },
  ],
  ["no meta after 1,024 bytes", `${" ".repeat(1024)}<meta charset=latin1>ä`, {
    body: `${" ".repeat(1024)}<meta charset=latin1>ä`,
    type: "text/html",
  }],
];

for (const [what, text, given] of CHARSETS) {
  Deno.test(`decodeText() decodes by ${what}`, async () => {
    assertEquals(await decode(given), text);
  });
}

for (
  const [what, text] of [
    ["metas without a charset", "<meta ".repeat(200)],
    ["a meta full of charsets", `<meta ${"charset ".repeat(200)}`],
    ["a meta full of spaces", `<meta ${"charset  ".repeat(200)}`],
    ["an XML declaration without end", `<?xml ${" encoding".repeat(200)}`],
    ["an encoding without end", `<?xml encoding="${"x".repeat(2000)}`],
  ] as const
) {
  Deno.test(`decodeText() decodes ${what} quickly`, async () => {
    const body = text + "ä".repeat(100_000);
    const start = performance.now();

    assertEquals(await decode({ body, type: "text/html" }), body);
    assertLessOrEqual(performance.now() - start, 1000);
  });
}
