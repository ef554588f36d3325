import { assert, assertEquals, assertRejects } from "@std/assert";
import { LARGEST_CHUNK, SMALLEST_CHUNK } from "../../src/streams/chunk_size.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import { openFileStream } from "../../src/files/file_stream.ts";
import { sameBytes } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";

/** The error with which opening a file fails. */
async function refusalOf(path: string, stated?: number): Promise<UploadError> {
  return await assertRejects(() => openFileStream(path, stated), UploadError);
}

const SIZES = [
  0,
  1,
  SMALLEST_CHUNK - 1,
  SMALLEST_CHUNK,
  SMALLEST_CHUNK + 1,
  3 * LARGEST_CHUNK + 5,
];

for (const size of SIZES) {
  Deno.test(`openFileStream() gives the ${size} bytes of a file, and closes it`, async () => {
    using folder = new TempFolder();
    const path = folder.write("a.bin", size);
    const { size: told, stream } = await openFileStream(path);
    const chunks = await Array.fromAsync(stream);

    assertEquals(told, size);
    assertEquals(await isOpen(path), false);
    assertEquals(chunks.filter(({ byteLength }) => byteLength === 0), []);
    assert(chunks.every(({ byteLength }) => byteLength <= LARGEST_CHUNK));
    assert(
      sameBytes(
        await new Blob(chunks).bytes(),
        await Deno.readFile(path),
      ),
    );
  });
}

Deno.test("openFileStream() reads a quick file in chunks that grow", async () => {
  using folder = new TempFolder();
  const path = folder.sparse("a.bin", 32 * LARGEST_CHUNK);
  const { stream } = await openFileStream(path);
  const chunks = await Array.fromAsync(stream);

  assertEquals(chunks[0]?.byteLength, SMALLEST_CHUNK);
  assert(chunks.some(({ byteLength }) => byteLength > 4 * SMALLEST_CHUNK));
});

Deno.test("openFileStream() gives each chunk memory of its own", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 3 * SMALLEST_CHUNK);
  const { stream } = await openFileStream(path);
  const chunks = await Array.fromAsync(stream);

  assertEquals(
    new Set(chunks.map(({ buffer }) => buffer)).size,
    chunks.length,
  );
});

Deno.test("openFileStream() compares the size that was said, and closes a file of another", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 5);
  const { size, stream } = await openFileStream(path, 5);
  await stream.cancel();
  const error = await refusalOf(path, 4);

  assertEquals(size, 5);
  assertEquals(error.code, "source");
  assert(error.message.includes("has 5 bytes, 'params.size' says 4"));
  assertEquals(await isOpen(path), false);
});

Deno.test("openFileStream() finds no file where there is none", async () => {
  assertEquals((await refusalOf("/nowhere/a.bin")).code, "not-found");
});

const CHANGES: [what: string, by: number, says: (size: number) => string][] = [
  ["grows by a byte", 1, (size) => `has more than the ${size} bytes it began`],
  ["grows by much", 2e6, (size) => `has more than the ${size} bytes it began`],
  ["loses its last byte", -1, (size) => `ended 1 bytes before the ${size}`],
  ["is truncated", -Infinity, (size) => `bytes before the ${size} it began`],
];

// One that a last chunk fills just so, and one that it does not.
const CHANGED_SIZES = [16 * SMALLEST_CHUNK, 1_000_000];

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
  const { stream } = await openFileStream(path);
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
  assertEquals(await isOpen(path), false);
}

Deno.test("a file stream that is cancelled at once closes its file", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 3_000_000);
  const { stream } = await openFileStream(path);
  assertEquals(await isOpen(path), true);

  await stream.cancel();

  assertEquals(await isOpen(path), false);
});

Deno.test("a file stream that is cancelled while it reads closes its file", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 30_000_000);
  const { stream } = await openFileStream(path);
  const reader = stream.getReader();
  await reader.read();
  const reading = reader.read();

  await reader.cancel();
  await reading;

  assertEquals(await isOpen(path), false);
  assertEquals((await reader.read()).done, true);
});
