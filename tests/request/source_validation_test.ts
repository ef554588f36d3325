import { assert, assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { Duplex, PassThrough, Readable } from "node:stream";
import { kindOf } from "../../src/errors/kind_of.ts";
import { checkSource } from "../../src/request/source_validation.ts";
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
  ["a Node stream", new PassThrough()],
  ["a Node stream of objects", Readable.from([])],
  ["a paused Node stream", new PassThrough().pause()],
  ["a closed stream", closedStream()],
  ["a branch of a stream", new ReadableStream().tee()[0]],
  ["the end of a pipe", new TransformStream().readable],
  ["a Blob of unknown size", sizedBlob(Infinity)],
];

for (const [kind, source] of SOURCES) {
  Deno.test(`upload() accepts ${kind} as source, with and without params`, () => {
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

function closedStream(): ReadableStream {
  return new ReadableStream({ start: (controller) => controller.close() });
}

/** A Blob that says so of its size. */
function sizedBlob(size: number): Blob {
  return Object.defineProperty(new Blob(["abc"]), "size", { value: size });
}

async function partlyRead(): Promise<ReadableStream> {
  const stream = ReadableStream.from(["a", "b"]);
  const reader = stream.getReader();
  await reader.read();
  reader.releaseLock();
  return stream;
}

async function cancelledStream(): Promise<ReadableStream> {
  const stream = new ReadableStream();
  await stream.cancel();
  return stream;
}

/** The body of a response that was read as text. */
async function readBody(): Promise<unknown> {
  const response = new Response("hello");
  await response.text();
  return response.body;
}

async function partlyReadInNode(): Promise<Readable> {
  const stream = Readable.from([Buffer.from("a"), Buffer.from("b")]);
  await new Promise((resolve) => stream.once("readable", resolve));
  stream.read();
  return stream;
}

async function readInNode(): Promise<Readable> {
  const stream = Readable.from([Buffer.from("a")]);
  await Array.fromAsync(stream);
  return stream;
}

/** A destroyed stream of readable-stream 3, which reports less. */
function destroyedInOldNode() {
  return Object.assign(nothing(), {
    ...{ readable: true, destroyed: true, pipe() {}, on() {}, destroy() {} },
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
  "'source' must be a filename, a file: URL, a Blob, an ArrayBuffer, a typed array, a ReadableStream, an async iterable, a Request, a Response, FormData or a function";
const LOCKED =
  "'source' must be a stream that nothing else reads (it is locked)";
const DETACHED = "'source' must not be detached (its buffer was transferred)";
const USED =
  "'source' must be an unused stream (it was read, closed or destroyed): open a new one";

const WRONG: [source: unknown, message: string][] = [
  [undefined, `${KINDS} (got undefined)`],
  [null, `${KINDS} (got null)`],
  [5, `${KINDS} (got number)`],
  [{}, `${KINDS} (got object)`],
  [["a.json"], `${KINDS} (got Array)`],
  [new Date(0), `${KINDS} (got Date)`],
  [Promise.resolve("a.json"), `${KINDS} (got Promise): await it first`],
  [
    new URL("https://me:hunter2@example.com/a.json"),
    "'source' must be a file: URL (got https:): fetch it, and pass the Response",
  ],
  [lockedStream(), LOCKED],
  ["file://[/a", "'source' must be a valid file: URL"],
  [
    "file:///a%00b",
    "'source' must be a filename without NUL characters",
  ],
  [detached(), DETACHED],
  [detached().buffer, DETACHED],
  [await partlyRead(), USED],
  [await cancelledStream(), USED],
  [await readBody(), LOCKED],
  [await partlyReadInNode(), USED],
  [await readInNode(), USED],
  [new PassThrough().destroy(), USED],
  [destroyedInOldNode(), USED],
  [new Duplex({ read() {}, ...{ readable: false } }), USED],
  [
    new PassThrough().resume(),
    "'source' must be a stream that nothing else reads (it is flowing)",
  ],
  [
    new PassThrough().setEncoding("latin1"),
    "'source' must be a stream of bytes (it decodes them as latin1): do not set an encoding",
  ],
  [{ [Symbol.toStringTag]: "Blob", size: 5 }, `${KINDS} (got object)`],
  [{ [Symbol.toStringTag]: "ReadableStream" }, `${KINDS} (got object)`],
  [{ [Symbol.toStringTag]: "ArrayBuffer" }, `${KINDS} (got object)`],
  [{ [Symbol.toStringTag]: "URL", href: "no URL" }, `${KINDS} (got object)`],
  [Object.create(Blob.prototype), `${KINDS} (got Blob)`],
  [new SharedArrayBuffer(1), `${KINDS} (got SharedArrayBuffer)`],
];

for (const [at, [source, message]] of WRONG.entries()) {
  Deno.test(`upload() refuses a source (${at}, ${kindOf(source)}): ${message}`, () => {
    const { message: got } = assertThrows(
      () => checkSource("source", source, undefined).source,
      TypeError,
    );

    assertEquals(got, `upload: ${message}`);
  });
}

Deno.test("upload() refuses a size that is not that of the bytes", () => {
  for (const source of [new Blob(["abc"]), new ArrayBuffer(3)]) {
    assert(checkSource("source", source, 3).source === source);
    const { message } = assertThrows(
      () => checkSource("source", source, 4).source,
      TypeError,
    );

    assertEquals(
      message,
      "upload: 'size' must be the size of 'source' (3)",
    );
  }
});

Deno.test("upload() accepts any size for a Blob that does not report its own", () => {
  for (const size of [Infinity, NaN]) {
    const blob = sizedBlob(size);

    assert(checkSource("source", blob, 4).source === blob);
    assert(checkSource("source", blob, undefined).source === blob);
  }
});

Deno.test("upload() treats a string that is a file: URL as that URL", () => {
  for (const text of ["file:///srv/a%20b.json", "FILE:/srv/a%20b.json"]) {
    const request = toUploadRequest(["https://example.com/", "PUT", text]);

    assert(request.source instanceof URL);
    assertEquals(request.source.href, "file:///srv/a%20b.json");
  }
  for (const name of ["file:a.json", "file", "my file:///a.json"]) {
    assertEquals(checkSource("source", name, undefined).source, name);
  }
});

Deno.test("upload() accepts a Node stream that has failed, and ends with its error", async () => {
  const stream = new PassThrough();
  stream.on("error", () => {});
  stream.destroy(new Error("it is over"));
  await new Promise((resolve) => stream.once("close", resolve));

  assert(checkSource("source", stream, undefined).source === stream);
});

Deno.test("upload() does not read a stream to check it", async () => {
  const web = ReadableStream.from([Uint8Array.of(1)]);
  const node = Readable.from([Uint8Array.of(1)]);
  for (const stream of [web, node]) {
    checkSource("source", stream, undefined).source;

    assertEquals(await Array.fromAsync(stream), [Uint8Array.of(1)]);
  }
});
