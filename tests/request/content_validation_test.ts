import { assert, assertEquals, assertThrows } from "@std/assert";
import type { RawOptions } from "../../src/request/call_forms.ts";
import { toUploadRequest } from "../../src/request/upload_request.ts";
import { Form } from "../../src/source/form.ts";

const url = "https://example.com/in";

function requestOf(source: unknown, options: RawOptions = {}) {
  return toUploadRequest([{ url, source, ...options }]);
}

Deno.test("FormData is sent with each of its entries, in their order", () => {
  const form = new FormData();
  form.append("a", "1");
  form.append("b", new Blob(["x"], { type: "text/x" }));
  form.append("a", new File(["xy"], "c.txt"));
  const { source, contentType } = requestOf(form);
  form.append("late", "1");

  assert(source instanceof Form);
  assertEquals(contentType, source.contentType);
  assertEquals(
    source.parts.map(({ name, filename, contentType, value }) => [
      name,
      filename,
      contentType,
      typeof value === "string" ? value : value.size,
    ]),
    [
      ["a", undefined, null, "1"],
      ["b", "blob", "text/x", 1],
      ["a", "c.txt", "application/octet-stream", 2],
    ],
  );
});

for (const type of ["multipart/form-data", "multipart/form-data; boundary=x"]) {
  Deno.test(`FormData is sent with its own boundary, whatever ${type} says`, () => {
    const form = new FormData();
    for (
      const options of [{ contentType: type }, {
        headers: { "content-type": type },
      }]
    ) {
      const { source, contentType } = requestOf(form, options);

      assert(source instanceof Form);
      assertEquals(contentType, source.contentType);
    }
  });
}

/** A class of a library that only looks like the platform's. */
class ForeignForm {
  readonly #entries: [string, unknown][] = [];
  get [Symbol.toStringTag](): string {
    return "FormData";
  }
  append(name: string, value: unknown): void {
    this.#entries.push([name, value]);
  }
  getAll(): unknown[] {
    return this.#entries;
  }
  [Symbol.iterator](): Iterator<unknown> {
    return this.#entries.values();
  }
}

Deno.test("FormData of another library is sent if its files can be read", () => {
  const form = new ForeignForm();
  form.append("a", {
    ...{ [Symbol.toStringTag]: "File", name: "b.txt", size: 5 },
    type: "text/x\r\nx-evil: 1",
    stream: () => new Blob(["hello"]).stream(),
  });
  const { source } = requestOf(form);
  assert(source instanceof Form);
  const [part] = source.parts;
  assertEquals([part?.filename, part?.contentType], [
    "b.txt",
    "application/octet-stream",
  ]);

  form.append("c", { [Symbol.toStringTag]: "File", type: "", size: 5 });
  const { message } = assertThrows(() => requestOf(form), TypeError);
  assertEquals(
    message.slice(0, 47),
    `upload: 'source["c"]' must be a filename, a fil`,
  );
});

const TYPE =
  "'contentType' must not be set if 'source' is FormData: it is multipart/form-data";

const CONTRADICTIONS: [options: RawOptions, message: string][] = [
  [
    { multipart: {} },
    "'multipart' must not be set if 'source' is FormData: append to the FormData instead",
  ],
  [
    { size: 5 },
    "'size' must not be set if 'source' is FormData: it is the total of its entries",
  ],
  [{ contentType: "text/plain" }, TYPE],
  [{ contentType: null }, TYPE],
  [{ contentType: 5 }, TYPE],
  [{ headers: { "content-type": "text/plain" } }, TYPE],
];

for (const [options, message] of CONTRADICTIONS) {
  Deno.test(`upload() refuses ${JSON.stringify(options)} with FormData`, () => {
    const error = assertThrows(
      () => requestOf(new FormData(), options),
      TypeError,
    );

    assertEquals(error.message, `upload: ${message}`);
  });
}

Deno.test("a Request or Response keeps its Content-Type unless another is given", () => {
  const response = () =>
    new Response("{}", { headers: { "content-type": "application/x" } });
  const typed = requestOf(response());
  const stated = requestOf(response(), { contentType: "text/x" });
  const header = requestOf(response(), {
    headers: { "content-type": "text/y" },
  });
  const none = requestOf(response(), { contentType: null });
  const untyped = requestOf(new Response(new Uint8Array(1)));

  assertEquals(
    [typed, stated, header, none, untyped].map(({ contentType }) =>
      contentType
    ),
    ["application/x", "text/x", "text/y", null, "application/octet-stream"],
  );
});

Deno.test("a Response that is a form keeps its boundary", () => {
  const response = new Response(new FormData());
  const type = response.headers.get("content-type");

  assertEquals(requestOf(response).contentType, type);
});
