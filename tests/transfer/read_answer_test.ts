import { assertEquals, assertLessOrEqual, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { discardAnswer, readAnswer } from "../../src/transfer/read_answer.ts";

interface Given {
  readonly body?: BodyInit;
  readonly type?: string | undefined;
  readonly status?: number;
}

/** An answer whose Content-Type is that which is given, if any. */
function answerOf({ body, type, status }: Given): Response {
  const response = new Response(body, { status: status ?? 200 });
  response.headers.delete("content-type");
  if (type !== undefined) response.headers.set("content-type", type);
  return response;
}

async function read(given: Given): Promise<string | Uint8Array> {
  const { responseType, response } = await readAnswer(
    answerOf(given),
    1_000_000,
    () => {},
  );
  assertEquals(responseType, typeof response === "string" ? "text" : "binary");
  return response;
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

const TEXT_TYPES = [
  "text/plain",
  "TEXT/HTML",
  "application/json",
  "application/problem+json; x=y",
  "application/javascript",
  "application/x-javascript",
  "application/ecmascript",
  "application/xml",
  "application/xhtml+xml",
  "image/svg+xml",
  "application/x-www-form-urlencoded",
  "application/x-unheard-of; charset=utf-8",
];

for (const type of TEXT_TYPES) {
  Deno.test(`readAnswer() reads ${type} as text`, async () => {
    assertEquals(await read({ body: "äb", type }), "äb");
  });
}

for (
  const type of [
    undefined,
    "",
    "application/octet-stream",
    "image/png",
    "application/jsonish",
    "x-text/plain",
  ]
) {
  Deno.test(`readAnswer() reads ${type} as bytes`, async () => {
    assertEquals(await read({ body: "ab", type }), Uint8Array.of(97, 98));
  });
}

Deno.test("readAnswer() reads what has an error status as text, whatever its type", async () => {
  const type = "application/octet-stream";

  assertEquals(await read({ body: "no", type, status: 400 }), "no");
  assertEquals(await read({ body: "no", status: 599 }), "no");
  assertEquals(await read({ body: "no", type, status: 399 }), latin1("no"));
});

Deno.test("readAnswer() reads an empty body as an empty text", async () => {
  assertEquals(await read({ body: "", type: "image/png" }), "");
  assertEquals(await read({ status: 204 }), "");
});

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
  ["no meta after 1,024 bytes", `${" ".repeat(1024)}<meta charset=latin1>ä`, {
    body: `${" ".repeat(1024)}<meta charset=latin1>ä`,
    type: "text/html",
  }],
];

for (const [what, text, given] of CHARSETS) {
  Deno.test(`readAnswer() decodes by ${what}`, async () => {
    assertEquals(await read(given), text);
  });
}

Deno.test("readAnswer() puts chunks together, and tells of each", async () => {
  let told = 0;
  const euro = new TextEncoder().encode("€");
  const body = ReadableStream.from([euro.slice(0, 1), euro.slice(1)]);
  const response = answerOf({ body, type: "text/plain" });

  const answer = await readAnswer(response, 3, () => told++);

  assertEquals(answer, { responseType: "text", response: "€" });
  assertEquals(told, 2);
});

for (
  const [what, text] of [
    ["metas without a charset", "<meta ".repeat(200)],
    ["a meta full of charsets", `<meta ${"charset ".repeat(200)}`],
    ["a meta full of spaces", `<meta ${"charset  ".repeat(200)}`],
    ["an XML declaration without end", `<?xml ${" encoding".repeat(200)}`],
    ["an encoding without end", `<?xml encoding="${"x".repeat(2000)}`],
  ] as const
) {
  Deno.test(`readAnswer() is done with ${what} at once`, async () => {
    const body = text + "ä".repeat(100_000);
    const start = performance.now();

    assertEquals(await read({ body, type: "text/html" }), body);
    assertLessOrEqual(performance.now() - start, 1000);
  });
}

Deno.test("readAnswer() stops reading an answer that is too large", async () => {
  let cancelled = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(10)),
    cancel: () => void (cancelled = true),
  });

  const error = await assertRejects(
    () => readAnswer(new Response(body), 25, () => {}),
    UploadError,
    "Cannot read the response: it has more than 25 bytes",
  );

  assertEquals(error.code, "response-too-large");
  assertEquals(cancelled, true);
});

/** A response as `fetch` gives it, which no constructor makes. */
class BasicResponse extends Response {
  override get type(): ResponseType {
    return "basic";
  }
}

const LENGTHS: readonly (readonly [length: string, header?: HeadersInit])[] = [
  ["2"],
  ["2", { "transfer-encoding": "chunked" }],
  ["2", { "content-encoding": "gzip" }],
  ["2, 2"],
  ["100"],
  ["-1"],
  ["none"],
  [""],
];

for (const [length, header] of LENGTHS) {
  const shown = `${length}, ${JSON.stringify(header ?? {})}`;
  Deno.test(`readAnswer() reads an answer to its end whatever its Content-Length is (${shown})`, async () => {
    const body = ReadableStream.from([latin1("hello"), latin1(" world")]);
    const headers = new Headers(header);
    headers.set("content-type", "text/plain");
    headers.set("content-length", length);

    const { response } = await readAnswer(
      new BasicResponse(body, { headers }),
      100,
      () => {},
    );

    assertEquals(response, "hello world");
  });
}

Deno.test("readAnswer() waits for the end of an answer that has all the bytes of its Content-Length", async () => {
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const headers = { "content-type": "text/plain", "content-length": "2" };
  const cameIn = Promise.withResolvers<void>();
  let settled = false;

  const reading = readAnswer(
    new BasicResponse(readable, { headers }),
    2,
    cameIn.resolve,
  ).finally(() => settled = true);
  await writer.write(latin1("ok"));
  await cameIn.promise;
  // In the next turn what is settled is known to be.
  await new Promise((resolve) => setTimeout(resolve));

  assertEquals(settled, false);
  await writer.close();
  assertEquals(await reading, { responseType: "text", response: "ok" });
});

Deno.test("discardAnswer() waits for nothing, and handles what fails", async () => {
  const cancelled = Promise.withResolvers<void>();
  const cancel = () => {
    cancelled.resolve();
    return Promise.reject(new Error("cannot cancel"));
  };
  discardAnswer(new Response(null));
  discardAnswer(new Response(new ReadableStream({ cancel })));
  const locked = new Response(new ReadableStream());
  locked.body?.getReader();
  discardAnswer(locked);

  await cancelled.promise;
  // A rejection that nobody handles would end the program by now.
  await new Promise((resolve) => setTimeout(resolve));
});
