import { assert, assertEquals, assertThrows } from "@std/assert";
import { kindOf } from "../../src/errors/kind_of.ts";
import { checkSource } from "../../src/request/source_validation.ts";
import { nameOfSource } from "../../src/source/upload_source.ts";
import { toUploadRequest } from "../../src/request/upload_request.ts";

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** An async iterable that is a plain object, as a library may give one. */
const plainIterable = { [Symbol.asyncIterator]: nothing };

const SOURCES: [kind: string, source: unknown][] = [
  ["a filename", "a.json"],
  ["an absolute filename", "/srv/a.json"],
  ["a file: URL", new URL("file:///srv/a.json")],
  ["a Blob", new Blob(["a"])],
  ["a File", new File(["a"], "a.json")],
  ["an ArrayBuffer", new ArrayBuffer(1)],
  ["a Uint8Array", new Uint8Array(1)],
  ["a Float64Array", new Float64Array(1)],
  ["a DataView", new DataView(new ArrayBuffer(1))],
  ["a view on shared memory", new Uint8Array(new SharedArrayBuffer(1))],
  ["a stream", new ReadableStream()],
  ["an async generator", nothing()],
  ["a plain object that is an async iterable", plainIterable],
];

for (const [kind, source] of SOURCES) {
  Deno.test(`upload() takes ${kind} as source, with params and without`, () => {
    const call = ["https://example.com/in", "PUT"];

    const plain = toUploadRequest([...call, source, "text/x"]);
    const withParams = toUploadRequest([...call, {}, source, "text/x"]);
    const [url] = call;
    const named = toUploadRequest([{ url, source, contentType: "text/x" }]);

    assert(plain.source === source);
    assert(withParams.source === source);
    assert(named.source === source);
    assertEquals(plain.contentType, "text/x");
  });
}

function lockedStream(): ReadableStream {
  const stream = new ReadableStream();
  stream.getReader();
  return stream;
}

function detached(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

const KINDS =
  "'source' must be a filename, a file: URL, a Blob, an ArrayBuffer, a typed array, a ReadableStream or an async iterable";
const LOCKED =
  "'source' must be a stream that nobody else reads (it is locked)";
const DETACHED =
  "'source' must not be detached (its buffer was transferred to somebody else)";
const NUL = "'source' must not have a NUL character in its filename";

const WRONG: [source: unknown, message: string][] = [
  [undefined, `${KINDS} (got undefined)`],
  [null, `${KINDS} (got null)`],
  [5, `${KINDS} (got number)`],
  [{}, `${KINDS} (got object)`],
  [["a.json"], `${KINDS} (got Array)`],
  [new Date(0), `${KINDS} (got Date)`],
  [new Response("a"), `${KINDS} (got Response)`],
  ["", "'source' must not be an empty filename"],
  ["a\0.json", NUL],
  [new URL("file:///a%00.json"), NUL],
  [
    new URL("https://me:hunter2@example.com/a.json"),
    "'source' must be a file: URL (got https:)",
  ],
  [lockedStream(), LOCKED],
  ["file://[/a", "'source' must be a valid file: URL"],
  [
    "file:///a%00b",
    "'source' must not have a NUL character in its filename",
  ],
  [detached(), DETACHED],
  [detached().buffer, DETACHED],
];

for (const [source, message] of WRONG) {
  Deno.test(`upload() refuses a source (${kindOf(source)}): ${message}`, () => {
    const { message: got } = assertThrows(
      () => checkSource(source, undefined),
      TypeError,
    );

    assertEquals(got, `upload: ${message}`);
  });
}

Deno.test("upload() refuses a params.size that is not the one of the bytes", () => {
  for (const source of [new Blob(["abc"]), new ArrayBuffer(3)]) {
    assert(checkSource(source, 3) === source);
    const { message } = assertThrows(() => checkSource(source, 4), TypeError);

    assertEquals(
      message,
      "upload: 'params.size' must be the size of 'source' (3)",
    );
  }
});

Deno.test("nameOfSource() tells the last part of a name, and nothing where there is none", () => {
  assertEquals(nameOfSource("a/b.txt"), "b.txt");
  assertEquals(nameOfSource("a\\b.txt"), "b.txt");
  assertEquals(nameOfSource(new URL("file:///a/b%20c.txt?d#e")), "b c.txt");
  assertEquals(nameOfSource(new File([], "b.txt")), "b.txt");
  assertEquals(nameOfSource(new Blob([])), undefined);
  assertEquals(nameOfSource(new Uint8Array()), undefined);
  assertEquals(nameOfSource(new ReadableStream()), undefined);
});

Deno.test("nameOfSource() keeps escapes that are no UTF-8, and percent signs that are no escapes", () => {
  assertEquals(nameOfSource(new URL("file:///a/%E4.txt")), "%E4.txt");
  assertEquals(nameOfSource(new URL("file:///a/100%.txt")), "100%.txt");
});

Deno.test("nameOfSource() tells the last part of a file: URL whose slashes are escaped", () => {
  assertEquals(nameOfSource(new URL("file:///a/b%2Fc.txt")), "c.txt");
});

Deno.test("upload() takes a text that is a file: URL for that URL", () => {
  for (const text of ["file:///srv/a%20b.json", "FILE:/srv/a%20b.json"]) {
    const request = toUploadRequest(["https://example.com/", "PUT", text]);

    assert(request.source instanceof URL);
    assertEquals(request.source.href, "file:///srv/a%20b.json");
    assertEquals(request.contentType, "application/json");
  }
  for (const name of ["file:a.json", "file", "my file:///a.json"]) {
    assertEquals(checkSource(name, undefined), name);
  }
});
