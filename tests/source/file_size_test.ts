import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openFileSource } from "../../src/source/file_source.ts";
import type { OpenSource } from "../../src/source/source.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";

const { signal } = new AbortController();
const SIZE = 5 * MIN_CHUNK + 7;

/** A file of random bytes, open as a source of a stated size. */
class Scene implements AsyncDisposable {
  readonly #folder = new TempFolder();
  readonly bytes = randomBytes(SIZE);
  readonly path = this.#folder.write("a.log", this.bytes);
  #source: OpenSource | undefined;

  async open(size: number | undefined): Promise<OpenSource> {
    const given = { source: this.path, size, baseDirectory: undefined };
    return this.#source = await openFileSource(given, signal);
  }

  append(length = 1000): void {
    Deno.writeFileSync(this.path, new Uint8Array(length), { append: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source?.close("done");
    assertEquals(await isOpen(this.path), false);
    this.#folder[Symbol.dispose]();
  }
}

/** The first chunk of a source, then what is done, then the rest. */
async function readAround(
  source: OpenSource,
  work: () => void,
): Promise<Uint8Array> {
  const { stream } = await source.open();
  const reader = stream.getReader();
  const first = await reader.read();
  work();
  const chunks = [first.value ?? new Uint8Array()];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return await new Blob(chunks).bytes();
    chunks.push(value);
  }
}

for (const size of [0, 1, MIN_CHUNK, MIN_CHUNK + 1, SIZE - 1, SIZE]) {
  Deno.test(`openFileSource() yields the first ${size} bytes of a file each time it is opened`, async () => {
    await using scene = new Scene();
    const source = await scene.open(size);
    const expected = scene.bytes.subarray(0, size);
    assertEquals(source.size, size);

    for (let round = 0; round < 2; round++) {
      const opened = await source.open();
      assertEquals(opened.size, size);
      const bytes = await new Response(opened.stream).bytes();
      assert(sameBytes(bytes, expected));
      scene.append();
    }
  });
}

for (const size of [3 * MIN_CHUNK, SIZE]) {
  Deno.test(`openFileSource() yields ${size} bytes of a file that grows while they are read`, async () => {
    await using scene = new Scene();
    const source = await scene.open(size);
    const bytes = await readAround(source, () => scene.append());

    assert(sameBytes(bytes, scene.bytes.subarray(0, size)));
  });
}

Deno.test("openFileSource() yields a range up to the stated size even if the file grows", async () => {
  await using scene = new Scene();
  const source = await scene.open(SIZE);
  const range = { start: SIZE - 2 * MIN_CHUNK, end: SIZE };
  const { stream } = await source.open(range);
  scene.append();

  const bytes = await new Response(stream).bytes();
  assert(sameBytes(bytes, scene.bytes.subarray(range.start)));
});

Deno.test("openFileSource() fails when a file that grows has no stated size", async () => {
  await using scene = new Scene();
  const source = await scene.open(undefined);

  const error = await assertRejects(
    () => readAround(source, () => scene.append()),
    UploadError,
    `has more than the ${SIZE} bytes it had when opened`,
  );
  assertEquals(error.code, "source");
});

Deno.test("openFileSource() fails when a file is truncated below its stated size", async () => {
  await using scene = new Scene();
  const size = 4 * MIN_CHUNK;
  const source = await scene.open(size);
  const truncate = () => Deno.truncateSync(scene.path, size - 1);

  const error = await assertRejects(
    () => readAround(source, truncate),
    UploadError,
    `ended after ${size - 1} of `,
  );
  assertEquals(error.code, "source");
});

Deno.test("openFileSource() fails when a small part is no longer there", async () => {
  await using scene = new Scene();
  const source = await scene.open(10);
  Deno.truncateSync(scene.path, 9);

  await assertRejects(async () => await source.open(), UploadError);
});

Deno.test("openFileSource() yields the stated bytes even if the file is truncated behind them", async () => {
  await using scene = new Scene();
  const size = 3 * MIN_CHUNK;
  const source = await scene.open(size);
  const truncate = () => Deno.truncateSync(scene.path, size);

  const bytes = await readAround(source, truncate);
  assert(sameBytes(bytes, scene.bytes.subarray(0, size)));
});

Deno.test("openFileSource() yields the bytes of the file that it opened even if another replaces it", async () => {
  await using scene = new Scene();
  const source = await scene.open(SIZE);
  const replace = () => {
    Deno.renameSync(scene.path, `${scene.path}.1`);
    Deno.writeFileSync(scene.path, new Uint8Array(SIZE + 5));
  };

  const bytes = await readAround(source, replace);
  assert(sameBytes(bytes, scene.bytes));
});
