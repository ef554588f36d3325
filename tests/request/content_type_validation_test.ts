import { assert, assertEquals, assertRejects } from "@std/assert";
import type { UploadOptions } from "../../src/request/options.ts";
import { toUploadRequest } from "../../src/request/upload_request.ts";
import { Form } from "../../src/source/form.ts";
import { typeByName } from "../../src/source/type_by_name.ts";
import { nameOfSource } from "../../src/source/upload_source.ts";

const UNKNOWN = "application/octet-stream";
const FORM = "multipart/form-data";
const JSON_FILE = new File([], "a.json");
const TEXT_BLOB = new File([], "a.json", { type: "text/blob" });
const MIXED_BLOB = new Blob([], { type: "multipart/mixed; boundary=x" });

/** The type of a source, also if that is in a form. */
async function typeOf(
  options: Omit<UploadOptions, "url">,
): Promise<string | null> {
  const url = "https://example.com/in";
  const { source, contentType } = toUploadRequest([{ url, ...options }]);
  const part = source instanceof Form
    ? source.parts.at(-1)
    : { filename: undefined, contentType, value: { source } };
  assert(part !== undefined && typeof part.value === "object");
  if (part.contentType !== undefined) return part.contentType;
  const names = [part.filename, nameOfSource(part.value.source)];
  return await typeByName(names, new AbortController().signal);
}

const header = (type: string) => ({ headers: { "Content-Type": type } });

const TYPES: [
  what: string,
  options: Omit<UploadOptions, "url">,
  type: string | null,
][] = [
  ["the argument before the header", {
    source: TEXT_BLOB,
    ...header("text/header"),
    contentType: "text/argument",
  }, "text/argument"],
  ["the header before the Blob's", {
    source: TEXT_BLOB,
    ...header("text/header"),
  }, "text/header"],
  ["the Blob's before the extension's", { source: TEXT_BLOB }, "text/blob"],
  ["the extension's of a File", { source: JSON_FILE }, "application/json"],
  ["the extension's of a filename", { source: "a.PNG" }, "image/png"],
  ["the extension's, if the Blob's is none", {
    source: new File([], "a.png", { type: "png" }),
  }, "image/png"],
  [
    "that of a form's filename, which bytes have none of",
    { source: new Uint8Array(), multipart: { filename: "a.png" } },
    "image/png",
  ],
  [
    "that of the source's name, if a form's filename has no extension",
    { source: "a.png", multipart: { filename: "holiday" } },
    "image/png",
  ],
  ["that of any bytes for bytes", { source: new Uint8Array() }, UNKNOWN],
  ["that of any bytes for a Blob", { source: new Blob() }, UNKNOWN],
  ["that of any bytes for a stream", { source: new ReadableStream() }, UNKNOWN],
  ["that of any bytes for a.docy", { source: "a.docy" }, UNKNOWN],
  ["that of any bytes for a name without extension", { source: "a" }, UNKNOWN],
  ["that of any bytes for x.constructor", { source: "x.constructor" }, UNKNOWN],
  ["none for null, whatever the header and the Blob say", {
    source: TEXT_BLOB,
    ...header("text/header"),
    contentType: null,
  }, null],
  ["parameters as they are given", {
    source: "a",
    contentType: 'Text/X ; name="é"',
  }, 'Text/X ; name="é"'],
  ["a type of several parts that names its boundary", {
    source: "a",
    contentType: 'multipart/related; type=a; Boundary="b c"',
  }, 'multipart/related; type=a; Boundary="b c"'],
  ["a Blob's type of several parts", {
    source: MIXED_BLOB,
  }, "multipart/mixed; boundary=x"],
  // In a form it is the part's.
  ["no form for the part of one, if the argument says so", {
    source: TEXT_BLOB,
    contentType: FORM,
    multipart: {},
  }, "text/blob"],
  ["no form for the part of one, if the header says so", {
    source: JSON_FILE,
    ...header("Multipart/Form-Data; boundary=x"),
    multipart: {},
  }, "application/json"],
  ["the header, if the argument is the form's", {
    source: JSON_FILE,
    ...header("text/header"),
    contentType: FORM,
    multipart: {},
  }, "text/header"],
  ["no form for the part of one, if the Blob says so", {
    source: MIXED_BLOB,
    multipart: { filename: "a.png" },
  }, "image/png"],
  ["that of any bytes for the part of a form", {
    source: new Uint8Array(),
    contentType: FORM,
    multipart: {},
  }, UNKNOWN],
];

for (const [what, options, type] of TYPES) {
  Deno.test(`upload() accepts as content type ${what}`, async () => {
    assertEquals(await typeOf(options), type);
  });
}

const REFUSED: [
  what: string,
  options: Omit<UploadOptions, "url">,
  message: string,
][] = [
  [
    "a form without a boundary as argument",
    { source: "a", contentType: FORM },
    `'contentType' must name a boundary (got "multipart/form-data"): pass 'multipart' to send a form`,
  ],
  [
    "a form without a boundary as header",
    { source: "a", ...header('MULTIPART/mixed; boundary=""') },
    `'contentType' must name a boundary (got "MULTIPART/mixed; boundary=\\"\\""): pass 'multipart' to send a form`,
  ],
  [
    "a Blob whose type is a form without a boundary",
    { source: new Blob([], { type: FORM }) },
    `'contentType' must name a boundary (got "multipart/form-data"): pass 'multipart' to send a form`,
  ],
  [
    "a header that is no type",
    { source: "a", ...header("png") },
    `'contentType' must be a type and a subtype, such as "text/plain" (got "png")`,
  ],
  [
    "a long text, and shows its start",
    { source: "a", contentType: "x".repeat(300) },
    `'contentType' must be a type and a subtype, such as "text/plain" (got "${
      "x".repeat(199)
    }…")`,
  ],
  [
    "a charset that does not exist, of a Blob",
    { source: new Blob([], { type: "text/plain; charset=klingon" }) },
    `'contentType' must name a known charset (got "klingon")`,
  ],
];

for (const [what, options, message] of REFUSED) {
  Deno.test(`upload() refuses as content type ${what}`, async () => {
    const error = await assertRejects(() => typeOf(options), TypeError);

    assertEquals(error.message, `upload: ${message}`);
  });
}

Deno.test("upload() accepts null as the positional content type", () => {
  const { contentType } = toUploadRequest([
    "https://example.com/in",
    "PUT",
    "a.json",
    undefined,
    null,
  ]);

  assertEquals(contentType, null);
});
