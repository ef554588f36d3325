import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { readFileStream } from "../../src/files/file_stream.ts";
import { openFile } from "../../src/files/open_file.ts";
import { MAX_CHUNK, MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { sameBytes } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { onLinux } from "../support/platform.ts";

/** Opens a file, and a stream of all of it. */
async function openStream(path: string) {
  const file = await openFile(path);
  const range = { start: 0, end: file.size };
  return { file, stream: readFileStream(file, range) };
}

const SIZES = [
  0,
  1,
  MIN_CHUNK - 1,
  MIN_CHUNK,
  MIN_CHUNK + 1,
  3 * MAX_CHUNK + 5,
];

for (const size of SIZES) {
  Deno.test(`readFileStream() yields the ${size} bytes of a file`, async () => {
    using folder = new TempFolder();
    const path = folder.write("a.bin", size);
    const { file, stream } = await openStream(path);
    const chunks = await Array.fromAsync(stream);
    await file.close();

    assertEquals(file.size, size);
    assertEquals(await isOpen(path), false);
    assertEquals(chunks.filter(({ byteLength }) => byteLength === 0), []);
    assert(chunks.every(({ byteLength }) => byteLength <= MAX_CHUNK));
    assert(
      sameBytes(
        await new Blob(chunks).bytes(),
        await Deno.readFile(path),
      ),
    );
  });
}

Deno.test("readFileStream() reads a quick file in chunks that grow", async () => {
  using folder = new TempFolder();
  const path = folder.sparse("a.bin", 32 * MAX_CHUNK);
  const { file, stream } = await openStream(path);
  const chunks = await Array.fromAsync(stream);
  await file.close();

  assertEquals(chunks[0]?.byteLength, MIN_CHUNK);
  assert(chunks.some(({ byteLength }) => byteLength > 4 * MIN_CHUNK));
});

Deno.test("readFileStream() gives each chunk its own memory", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 3 * MIN_CHUNK);
  const { file, stream } = await openStream(path);
  const chunks = await Array.fromAsync(stream);
  await file.close();

  assertEquals(
    new Set(chunks.map(({ buffer }) => buffer)).size,
    chunks.length,
  );
});

const CHANGES: [what: string, by: number, says: (size: number) => string][] = [
  ["grows by a byte", 1, (size) => `has more than the ${size} bytes it had`],
  ["grows by much", 2e6, (size) => `has more than the ${size} bytes it had`],
  ["loses its last byte", -1, (size) => `ended after ${size - 1} of ${size}`],
  ["is truncated", -Infinity, (size) => ` of ${size} bytes`],
];

// One that a last chunk fills just so, and one that it does not.
const CHANGED_SIZES = [16 * MIN_CHUNK, 1_000_000];

for (const [what, by, says] of CHANGES) {
  Deno.test(`a file stream fails when its file ${what} while it is read`, async () => {
    for (const size of CHANGED_SIZES) {
      await failsWhenChanged(size, by, says(size));
    }
  });
}

async function failsWhenChanged(
  size: number,
  by: number,
  says: string,
): Promise<void> {
  using folder = new TempFolder();
  const path = folder.write("a.bin", size);
  const { file, stream } = await openStream(path);
  const reader = stream.getReader();
  let passed = (await reader.read()).value?.byteLength ?? 0;
  await Deno.truncate(path, Math.max(size + by, 0));

  const error = await assertRejects(
    async () => {
      while (true) {
        const { done, value } = await reader.read();
        if (done) break;
        passed += value.byteLength;
      }
    },
    UploadError,
    says,
  );

  assertEquals(error.code, "source");
  assert(passed < size, `${passed} bytes passed`);
  await file.close();
  assertEquals(await isOpen(path), false);
}

onLinux.test("a file stream that is cancelled at once lets its file be closed", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 3_000_000);
  const { file, stream } = await openStream(path);
  assertEquals(await isOpen(path), true);

  await stream.cancel();
  await file.close();

  assertEquals(await isOpen(path), false);
});

Deno.test("a file stream that is cancelled while it reads lets its file be closed", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 30_000_000);
  const { file, stream } = await openStream(path);
  const reader = stream.getReader();
  await reader.read();
  const reading = reader.read();

  await reader.cancel();
  await file.close();
  await reading;

  assertEquals(await isOpen(path), false);
  assertEquals((await reader.read()).done, true);
});
