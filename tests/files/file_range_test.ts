import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { readFileStream } from "../../src/files/file_stream.ts";
import { type OpenFile, openFile } from "../../src/files/open_file.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { sameBytes } from "../support/bytes.ts";
import { nextTickOf } from "../support/file_clock.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { onLinux, withPosixFiles } from "../support/platform.ts";

const SIZE = 5 * MIN_CHUNK + 7;
const WHOLE = { start: 0, end: SIZE };

/** A file of random bytes, open. */
class Scene implements AsyncDisposable {
  readonly #folder = new TempFolder();
  readonly bytes = randomBytes(SIZE);
  readonly path = this.#folder.write("a.bin", this.bytes);

  static async open(): Promise<{ scene: Scene; file: OpenFile }> {
    const scene = new Scene();
    return { scene, file: scene.#file = await openFile(scene.path) };
  }

  #file: OpenFile | undefined;

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
    assertEquals(await isOpen(this.path), false);
    this.#folder[Symbol.dispose]();
  }
}

const RANGES: [start: number, end: number][] = [
  [0, SIZE],
  [0, 1],
  [1, 2],
  [3, 3],
  [0, 0],
  [SIZE, SIZE],
  [SIZE - 1, SIZE],
  [MIN_CHUNK - 1, 2 * MIN_CHUNK + 1],
  [7, 7 + MIN_CHUNK],
];

for (const [start, end] of RANGES) {
  onLinux.test(`readFileStream() yields the bytes from ${start} to ${end}, and leaves the file open`, async () => {
    const { scene, file } = await Scene.open();
    await using _ = scene;
    const chunks = await Array.fromAsync(readFileStream(file, { start, end }));

    assert(chunks.every(({ byteLength }) => byteLength > 0));
    assert(
      sameBytes(
        await new Blob(chunks).bytes(),
        scene.bytes.subarray(start, end),
      ),
    );
    assertEquals(await isOpen(scene.path), true);
  });
}

Deno.test("readFileStream() reads many ranges of one file at once", async () => {
  const { scene, file } = await Scene.open();
  await using _ = scene;
  const part = Math.ceil(SIZE / 8);
  const parts = Array.from({ length: 8 }, (_, index) => ({
    start: index * part,
    end: Math.min((index + 1) * part, SIZE),
  }));
  const blobs = await Promise.all(
    parts.map((range) => new Response(readFileStream(file, range)).blob()),
  );

  assert(sameBytes(await new Blob(blobs).bytes(), scene.bytes));
});

Deno.test("readFileStream() gives each chunk its own memory", async () => {
  const { scene, file } = await Scene.open();
  await using _ = scene;
  const chunks = [];
  for await (const chunk of readFileStream(file, WHOLE)) {
    chunks.push(chunk.slice());
    chunk.buffer.transfer(0);
  }

  assert(sameBytes(await new Blob(chunks).bytes(), scene.bytes));
});

/** The next chunks of a stream; what comes after them. */
async function restOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<number> {
  for (let passed = 0;;) {
    const { done, value } = await reader.read();
    if (done) return passed;
    passed += value.byteLength;
  }
}

const LATER = new Date(Date.now() + 3_600_000);

/** What is done to a file of which the first chunk was read; the bytes that still are the ones that were there. */
const WRITES: [how: string, write: (path: string) => void][] = [
  ["overwritten in place", (path) => {
    using file = Deno.openSync(path, { write: true });
    file.seekSync(SIZE - 1, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(1));
  }],
  ["overwritten where it was already read", (path) => {
    using file = Deno.openSync(path, { write: true });
    file.writeSync(new Uint8Array(1));
  }],
  ["truncated and extended back", (path) => {
    Deno.truncateSync(path, 1);
    Deno.truncateSync(path, SIZE);
  }],
  ["emptied and rewritten", (path) => {
    Deno.writeFileSync(path, new Uint8Array(SIZE));
  }],
  ["overwritten and dated to the future", (path) => {
    Deno.writeFileSync(path, new Uint8Array(SIZE));
    Deno.utimeSync(path, LATER, LATER);
  }],
  ["overwritten and dated to the past", (path) => {
    Deno.writeFileSync(path, new Uint8Array(SIZE));
    Deno.utimeSync(path, 0, 0);
  }],
];

for (const [how, write] of WRITES) {
  Deno.test(`readFileStream() holds the last chunk back if the file is ${how}`, async () => {
    const { scene, file } = await Scene.open();
    await using _ = scene;
    const reader = readFileStream(file, WHOLE).getReader();
    const first = await reader.read();
    await nextTickOf(scene.path);
    write(scene.path);

    const error = await assertRejects(
      () => restOf(reader),
      UploadError,
      "was written to while it was read",
    );

    assertEquals(error.code, "source");
    assertEquals(first.value?.byteLength, MIN_CHUNK);
  });
}

withPosixFiles.test("readFileStream() ignores a rename and changed permissions", async () => {
  const { scene, file } = await Scene.open();
  await using _ = scene;
  const reader = readFileStream(file, WHOLE).getReader();
  await reader.read();
  Deno.chmodSync(scene.path, 0o400);
  Deno.linkSync(scene.path, `${scene.path}.link`);
  Deno.renameSync(scene.path, `${scene.path}.old`);
  Deno.writeFileSync(scene.path, new Uint8Array(SIZE));

  assertEquals(await restOf(reader), SIZE - MIN_CHUNK);
});

Deno.test("readFileStream() detects a write whose time was set back", async () => {
  const { scene, file } = await Scene.open();
  await using _ = scene;
  const { mtime } = Deno.statSync(scene.path);
  assert(mtime !== null);
  const reader = readFileStream(file, WHOLE).getReader();
  await reader.read();
  await nextTickOf(scene.path, ["ctimeMs"]);
  Deno.writeFileSync(scene.path, new Uint8Array(SIZE));
  Deno.utimeSync(scene.path, mtime, mtime);

  await assertRejects(() => restOf(reader), UploadError, "was written to");
});

/** Adds bytes to a file of which the first chunk was read. */
async function readGrowing(
  range: { start: number; end: number },
  options?: { mayGrow: boolean },
): Promise<number> {
  const { scene, file } = await Scene.open();
  await using _ = scene;
  const reader = readFileStream(file, range, options).getReader();
  await reader.read();
  Deno.writeFileSync(scene.path, new Uint8Array(5), { append: true });
  return await restOf(reader) + MIN_CHUNK;
}

Deno.test("readFileStream() detects that a file grows if it reads to the end, or if asked to", async () => {
  const says = `has more than the ${SIZE} bytes it had when opened`;
  const inside = { start: 0, end: SIZE - 1 };

  await assertRejects(() => readGrowing(WHOLE), UploadError, says);
  await assertRejects(
    () => readGrowing(inside, { mayGrow: false }),
    UploadError,
    says,
  );
  assertEquals(await readGrowing(inside), SIZE - 1);
  assertEquals(await readGrowing(WHOLE, { mayGrow: true }), SIZE);
});

Deno.test("readFileStream() fails when a file ends within the range", async () => {
  for (const mayGrow of [true, false]) {
    const { scene, file } = await Scene.open();
    await using _ = scene;
    const range = { start: 10, end: SIZE - 10 };
    const reader = readFileStream(file, range, { mayGrow }).getReader();
    await reader.read();
    Deno.truncateSync(scene.path, SIZE - 11);

    const error = await assertRejects(
      () => restOf(reader),
      UploadError,
      mayGrow
        ? `ended after ${SIZE - 11} of ${SIZE} bytes`
        : ` of ${SIZE} bytes`,
    );
    assertEquals(error.code, "source");
  }
});
