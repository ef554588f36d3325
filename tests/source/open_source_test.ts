import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openSource } from "../../src/source/open_source.ts";
import type { SingleSource } from "../../src/source/source.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { TempFolder } from "../support/files.ts";

const HELLO = new TextEncoder().encode("hello");

const { signal } = new AbortController();

/** Opens a source that is no filename. */
async function open(source: SingleSource, size?: number) {
  const opened = await openSource(
    { source, size, baseDirectory: undefined },
    signal,
  );
  const bytes = await opened.open();
  const { stream, inMemory, ownsChunks } = bytes;
  return { ...opened, stream, inMemory, ownsChunks };
}

async function* generate(): AsyncGenerator<Uint8Array> {
  yield HELLO.subarray(0, 2);
  yield HELLO.subarray(2);
}

const IN_MEMORY: [kind: string, source: SingleSource][] = [
  ["a Blob", new Blob([HELLO])],
  ["an ArrayBuffer", HELLO.slice().buffer],
  ["a typed array", HELLO],
  ["a part of a buffer", new DataView(Uint8Array.of(0, ...HELLO).buffer, 1)],
];

for (const [kind, source] of IN_MEMORY) {
  Deno.test(`openSource() opens ${kind} repeatedly, and knows its size`, async () => {
    const opened = await openSource(
      { source, size: undefined, baseDirectory: undefined },
      signal,
    );
    assertEquals([opened.size, opened.reopens], [5, true]);
    for (let round = 0; round < 2; round++) {
      const { size, stream, inMemory } = await opened.open();

      assertEquals(size, 5);
      assertEquals(await new Response(stream).bytes(), HELLO);
      assertEquals(await new Response(inMemory ?? null).bytes(), HELLO);
    }
  });
}

for (
  const [kind, make] of [
    ["a stream", () => ReadableStream.from(generate())],
    ["an async iterable", generate],
  ] as const
) {
  Deno.test(`openSource() opens ${kind} once, with the stated size or none`, async () => {
    const unknown = await open(make());
    const known = await open(make(), 5);

    assertEquals([unknown.reopens, known.reopens], [false, false]);
    assertEquals(unknown.size, -1);
    assertEquals(known.size, 5);
    assertEquals(unknown.inMemory, undefined);
    assertEquals(await new Response(unknown.stream).bytes(), HELLO);
    assertEquals(await new Response(known.stream).bytes(), HELLO);
  });
}

Deno.test("openSource() opens a file by its name, its path and its URL", async () => {
  using folder = new TempFolder();
  const path = folder.write("a b.txt", "hello");
  const named = { source: "a b.txt", baseDirectory: folder.url };
  const byPath = { source: path, baseDirectory: undefined };
  const byUrl = {
    source: new URL("a%20b.txt", folder.url),
    baseDirectory: undefined,
  };
  for (const file of [named, byPath, byUrl]) {
    const opened = await openSource({ ...file, size: undefined }, signal);
    const { stream, inMemory } = await opened.open();

    assertEquals([opened.size, opened.reopens], [5, true]);
    // A small file is in memory at once.
    assertEquals(inMemory, HELLO);
    assertEquals(await new Response(stream).bytes(), HELLO);
    await opened.close("done");
  }
});

Deno.test("openSource() does not load a file of more than a chunk", async () => {
  using folder = new TempFolder();
  const source = folder.write("a.bin", MIN_CHUNK + 1);
  const opened = await openSource({
    source,
    baseDirectory: undefined,
    size: undefined,
  }, signal);
  const { stream, inMemory } = await opened.open();
  await stream.cancel();
  await opened.close("done");

  assertEquals([opened.size, inMemory], [MIN_CHUNK + 1, undefined]);
});

Deno.test("openSource() yields the bytes in memory in parts, and copies none", async () => {
  const bytes = new Uint8Array(5_000_000);
  const { stream } = await open(bytes);
  const chunks = await Array.fromAsync(stream);

  assert(chunks.length > 1);
  assert(chunks.every(({ buffer }) => buffer === bytes.buffer));
});

Deno.test("openSource() yields no empty chunk", async () => {
  for (const empty of [new Uint8Array(), new ArrayBuffer(), new Blob()]) {
    const { size, stream } = await open(empty);

    assertEquals(size, 0);
    assertEquals(await Array.fromAsync(stream), []);
  }
});

Deno.test("openSource() fails if a stream was read in the meantime", async () => {
  const stream = ReadableStream.from(generate());
  const reader = stream.getReader();
  const error = await assertRejects(() => open(stream), UploadError);

  assertEquals(error.code, "source");
  await reader.cancel();
});

Deno.test("openSource() reports a Blob that returns no stream", async () => {
  class Broken extends Blob {
    override stream(): never {
      throw new Error("no stream");
    }
  }

  const error = await assertRejects(
    () => open(new Broken(["hello"])),
    UploadError,
  );

  assertEquals([error.code, error.message], [
    "source",
    "Cannot read the source: no stream",
  ]);
});

Deno.test("openSource() refuses memory that has shrunk since the call", async () => {
  const buffer = new ArrayBuffer(5, { maxByteLength: 5 });
  buffer.resize(3);

  const error = await assertRejects(() => open(buffer, 5), UploadError);

  assertEquals(error.code, "source");
});

Deno.test("closing a source cancels a stream that was never opened, and leaves an open one alone", async () => {
  const reasons: unknown[] = [];
  const make = () =>
    new ReadableStream<Uint8Array>({
      cancel: (reason) => void reasons.push(reason),
    });
  const given = { size: undefined, baseDirectory: undefined };
  const unopened = await openSource({ ...given, source: make() }, signal);
  const opened = await openSource({ ...given, source: make() }, signal);
  const { stream } = await opened.open();

  await unopened.close("unopened");
  await opened.close("open");

  assertEquals(reasons, ["unopened"]);
  await stream.cancel("read no more");
  assertEquals(reasons, ["unopened", "read no more"]);
});

Deno.test("openSource() treats a Blob as plain bytes only if it returns what it holds", async () => {
  class Other extends Blob {
    override stream() {
      return new Blob(["x".repeat(100_000)]).stream();
    }
  }
  const blob = new Blob([new Uint8Array(100_000)]);
  const other = new Other([new Uint8Array(100_000)]);

  const plain = await open(blob);
  assertEquals([plain.inMemory, plain.ownsChunks], [blob, true]);
  await plain.stream.cancel();
  const odd = await open(other);
  assertEquals([odd.inMemory, odd.ownsChunks], [undefined, false]);
  assertEquals((await new Response(odd.stream).text())[0], "x");
});

Deno.test("openSource() refuses a file that seems to be empty because it was removed", async () => {
  const removed = new File([], "a.txt");
  removed.arrayBuffer = () =>
    Promise.reject(new DOMException("", "NotFoundError"));

  assertEquals((await open(new File([], "a.txt"), 0)).size, 0);
  const error = await assertRejects(() => open(removed, 0), UploadError);
  assertEquals(error.code, "source");
});
