import { assert, assertEquals, assertThrows } from "@std/assert";
import { toUploadRequest } from "../../src/request/upload_request.ts";
import { Form, type FormPart } from "../../src/source/form.ts";

const url = "https://example.com/in";

/** The parts of the form that a call sends. */
function partsOf(multipart: unknown, source: unknown = "a.json") {
  const request = toUploadRequest([{ url, source, multipart }]);
  if (!(request.source instanceof Form)) throw new Error("it is no form");
  assertEquals(request.contentType, request.source.contentType);
  assertEquals(request.size, undefined);
  return request.source.parts;
}

/** What is written of the parts before their values. */
function headsOf(parts: readonly FormPart[]) {
  return parts.map(({ name, filename, contentType }) => [
    name,
    filename,
    contentType,
  ]);
}

Deno.test("a form has defaults for the names of its file", () => {
  assertEquals(headsOf(partsOf({}, "dir/a.json")), [
    ["file", "a.json", undefined],
  ]);
  const [named] = partsOf({}, new URL("file:///dir/%C3%A9.txt"));
  assertEquals(named?.filename, "é.txt");
  const [bytes] = partsOf({}, new Uint8Array());
  assertEquals(headsOf(bytes ? [bytes] : []), [
    ["file", "blob", "application/octet-stream"],
  ]);
});

Deno.test("a form has its text fields before its file", () => {
  const pairs = [["a", 1], ["a", true], ["b", ""]];
  for (const fields of [pairs, new Map([["a", 1]]), { a: 1 }]) {
    const [first, ...others] = partsOf({ name: "n", filename: "f", fields });
    assertEquals(first, { name: "a", contentType: null, value: "1" });
    assertEquals(others.at(-1)?.filename, "f");
  }
  assertEquals(
    partsOf({ fields: pairs }).slice(0, -1).map(({ value }) => value),
    ["1", "true", ""],
  );
});

Deno.test("the fields of a form may be Blobs, files and any other sources", () => {
  const stream = new ReadableStream();
  const parts = partsOf({
    fields: [
      ["a", new Blob(["{}"], { type: "application/json" })],
      ["a", new File([], "b.txt")],
      ["a", { source: "dir/c.txt" }],
      ["a", { source: stream, filename: "d.txt", size: 5 }],
      ["a", { source: new Uint8Array(3), contentType: "text/x" }],
      ["a", { source: Response.json({}), filename: null }],
      ["a", { source: new Blob(), contentType: null }],
      ["a", { source: () => "e.txt", filename: "e.txt" }],
    ],
  });

  assertEquals(headsOf(parts), [
    ["a", "blob", "application/json"],
    ["a", "b.txt", undefined],
    ["a", "c.txt", undefined],
    ["a", "d.txt", undefined],
    ["a", "blob", "text/x"],
    ["a", undefined, "application/json"],
    ["a", "blob", null],
    ["a", "e.txt", undefined],
    ["file", "a.json", undefined],
  ]);
  const values = parts.map(({ value }) => value);
  const [, , file, streamed, bytes] = values;
  assert(typeof file === "object" && file.source === "dir/c.txt");
  assert(typeof streamed === "object" && streamed.source === stream);
  assertEquals(streamed.size, 5);
  assert(typeof bytes === "object");
  assertEquals(bytes.size, 3);
});

Deno.test("the files of a form are in the base directory of the call", () => {
  const baseDirectory = new URL("file:///srv/");
  const { source } = toUploadRequest([{
    url,
    source: "a.json",
    baseDirectory,
    followLinks: false,
    multipart: { fields: { b: { source: "b.json" } } },
  }]);

  assert(source instanceof Form);
  for (const { value } of source.parts) {
    assert(typeof value === "object");
    assertEquals([value.baseDirectory, value.followLinks], [
      baseDirectory,
      false,
    ]);
  }
});

Deno.test("a part of a form has the basename of a Bun file", () => {
  class BunFile extends Blob {
    readonly name = "/srv/in/b.txt";
  }
  const parts = partsOf({ fields: { a: new BunFile([]) } }, new BunFile([]));

  assertEquals(parts.map(({ filename }) => filename), ["b.txt", "b.txt"]);
});

Deno.test("a part of a form cannot be a form", () => {
  const parts = partsOf({
    fields: {
      a: { source: "a.txt", contentType: "multipart/form-data" },
      b: { source: new Response(new FormData()), filename: "b.png" },
    },
  });

  assertEquals(headsOf(parts).slice(0, 2), [
    ["a", "a.txt", undefined],
    ["b", "b.png", undefined],
  ]);
});

const locked = new ReadableStream();
locked.getReader();
const VALUES =
  "'multipart.fields' must have values that are strings, numbers, booleans, Blobs or objects with a 'source'";

const WRONG: [value: unknown, message: string][] = [
  [new Date(0), `${VALUES} ("a" is Date)`],
  [new Uint8Array(), `${VALUES} ("a" is Uint8Array)`],
  [null, `${VALUES} ("a" is null)`],
  [{}, `${VALUES} ("a" is object)`],
  [
    { source: "" },
    `'multipart.fields["a"].source' must not be an empty filename`,
  ],
  [
    { source: locked },
    `'multipart.fields["a"].source' must be a stream that nothing else reads (it is locked)`,
  ],
  [
    { source: new FormData() },
    `'multipart.fields["a"].source' must not be FormData: only 'source' itself may be`,
  ],
  [
    { source: new Uint8Array(3), size: 4 },
    `'multipart.fields["a"].size' must be the size of 'multipart.fields["a"].source' (3)`,
  ],
  [
    { source: new ReadableStream(), size: "4" },
    `'multipart.fields["a"].size' must be a number, 0 or more (got string)`,
  ],
  [
    { source: "a", contenttype: "a/b" },
    String
      .raw`"multipart.fields[\"a\"].contenttype" is not an option: did you mean "multipart.fields[\"a\"].contentType"?`,
  ],
  [
    { source: "a", filename: "" },
    `'multipart.fields["a"].filename' must not be empty`,
  ],
  [
    { source: "a", contentType: "text" },
    `'multipart.fields["a"].contentType' must be a type and a subtype, such as "text/plain" (got "text")`,
  ],
];

for (const [value, message] of WRONG) {
  Deno.test(`upload() refuses a field: ${message}`, () => {
    const { message: got } = assertThrows(
      () => partsOf({ fields: { a: value } }),
      TypeError,
    );

    assertEquals(got, `upload: ${message}`);
  });
}
