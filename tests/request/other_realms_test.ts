import { assert, assertEquals, assertThrows } from "@std/assert";
import { runInNewContext } from "node:vm";
import {
  toUploadRequest,
  type UploadRequest,
} from "../../src/request/upload_request.ts";
import { Form, type FormPart } from "../../src/source/form.ts";
import { isRecord } from "../../src/request/validation.ts";

const url = "https://example.com/in";
const source = new Uint8Array(3);

/** What a piece of code makes in a realm of its own. */
function foreign(code: string): unknown {
  return runInNewContext(`(${code})`);
}

/** The parts of a form. */
function partsOf(source: UploadRequest["source"]): readonly FormPart[] {
  if (!(source instanceof Form)) throw new Error("it is no form");
  return source.parts;
}

Deno.test("isRecord() accepts plain objects of any realm", () => {
  for (
    const value of [
      {},
      { a: 1 },
      Object.create(null),
      foreign("{}"),
      foreign("{ a: 1 }"),
      foreign("Object.create(null)"),
    ]
  ) {
    assertEquals(isRecord(value), true);
  }
});

Deno.test("isRecord() rejects instances of classes of any realm", () => {
  class Own {}
  for (
    const value of [
      new Own(),
      [],
      new Map(),
      new Date(0),
      () => {},
      null,
      "text",
      Object.create({}),
      Object.create(Object.create(null)),
      foreign("[]"),
      foreign("new Map()"),
      foreign("new (class Foreign {})()"),
      foreign("new Uint8Array(1)"),
      foreign("() => {}"),
      foreign("Object.create({})"),
    ]
  ) {
    assertEquals(isRecord(value), false);
  }
});

Deno.test("upload() accepts the object form of another realm", () => {
  const given = foreign(
    `{ url: "${url}", source: new Uint8Array(3), contentType: "text/x", headers: { "x-a": 1 }, multipart: { fields: [["a", "b"]] } }`,
  );
  const request = toUploadRequest([given]);

  assertEquals(request.url.href, url);
  assertEquals(request.headers, { "x-a": "1" });
  const parts = partsOf(request.source);
  assertEquals(parts.map(({ name }) => name), ["a", "file"]);
  assertEquals(parts[0]?.value, "b");
});

Deno.test("upload() accepts params of another realm", () => {
  const params = foreign("{ timeout: 5 }");
  const request = toUploadRequest([url, "PUT", params, source, "text/x"]);

  assertEquals(request.timeout, 5);
  assert(request.source === source);
});

Deno.test("upload() accepts an async iterable of another realm as source, even a plain object", () => {
  for (
    const iterable of [
      foreign("{ async *[Symbol.asyncIterator]() {} }"),
      foreign("(async function* () {})()"),
    ]
  ) {
    assert(
      toUploadRequest([url, "PUT", iterable, "text/x"]).source === iterable,
    );
  }
});

const MEMORY = [
  "new ArrayBuffer(3)",
  "new Uint8Array(3)",
  "new Int8Array(3)",
  "new DataView(new ArrayBuffer(3))",
  "new Uint8Array(new SharedArrayBuffer(3))",
];

for (const code of MEMORY) {
  Deno.test(`upload() accepts ${code} of another realm`, () => {
    const memory = foreign(code);
    const request = toUploadRequest([url, "PUT", memory, "text/x"]);

    assert(request.source === memory);
    assertEquals(request.size, 3);
    const { message } = assertThrows(
      () => toUploadRequest([url, "PUT", { size: 4 }, memory, "text/x"]),
      TypeError,
    );
    assertEquals(
      message,
      "upload: 'size' must be the size of 'source' (3)",
    );
  });
}

/** A URL as another library makes it. */
class ForeignUrl {
  constructor(readonly href: string) {}

  get [Symbol.toStringTag](): string {
    return "URL";
  }
}

Deno.test("upload() accepts URLs of another library wherever it accepts a URL", () => {
  const request = toUploadRequest([
    new ForeignUrl(url),
    "PUT",
    new ForeignUrl("file:///srv/a.json"),
    new ForeignUrl("file:///srv/"),
  ]);

  assertEquals(request.url.href, url);
  assertEquals(request.source, new URL("file:///srv/a.json"));
  assertEquals(request.baseDirectory, new URL("file:///srv/"));
});

Deno.test("upload() refuses URLs of another library as it does its own", () => {
  const https = new ForeignUrl("https://me:hunter2@example.com/");
  const wrong: [args: unknown[], message: string][] = [
    [
      [new ForeignUrl("ftp://a/"), "PUT", source, "a/b"],
      "'url' must be an http: or https: URL (got ftp:)",
    ],
    [
      [url, "PUT", https],
      "'source' must be a file: URL (got https:): fetch it, and pass the Response",
    ],
    [
      [url, "PUT", "a.json", https],
      "'baseDirectory' must be a constant, such as CurrentDirectory, or a file: URL (got https:)",
    ],
  ];
  for (const [args, message] of wrong) {
    const error = assertThrows(() => toUploadRequest(args), TypeError);

    assertEquals(error.message, `upload: ${message}`);
  }
});

Deno.test("upload() accepts a signal of another library", () => {
  class ForeignSignal extends EventTarget {
    readonly aborted = false;
    get [Symbol.toStringTag](): string {
      return "AbortSignal";
    }
  }
  const signal = new ForeignSignal();
  const request = toUploadRequest([url, "PUT", { signal }, source, "a/b"]);

  assert(Object.is(request.signal, signal));
});

Deno.test("upload() uses the type and the name of a File of another library", () => {
  const file = {
    ...{ [Symbol.toStringTag]: "File", name: "b.txt", type: "text/x", size: 3 },
    stream: () => new Blob(["abc"]).stream(),
  };
  const request = toUploadRequest([{ url, source: file, multipart: {} }]);

  const [part] = partsOf(request.source);
  assertEquals([part?.contentType, part?.filename], ["text/x", "b.txt"]);
});
