import { assert, assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { readFileStream } from "../../src/files/file_stream.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { nextTickOf } from "../support/file_clock.ts";
import { FILE_SIZE, FileScene, WHOLE } from "../support/file_scene.ts";
import { withPosixFiles } from "../support/platform.ts";

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
    file.seekSync(FILE_SIZE - 1, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array(1));
  }],
  ["overwritten where it was already read", (path) => {
    using file = Deno.openSync(path, { write: true });
    file.writeSync(new Uint8Array(1));
  }],
  ["truncated and extended back", (path) => {
    Deno.truncateSync(path, 1);
    Deno.truncateSync(path, FILE_SIZE);
  }],
  ["emptied and rewritten", (path) => {
    Deno.writeFileSync(path, new Uint8Array(FILE_SIZE));
  }],
  ["overwritten and dated to the future", (path) => {
    Deno.writeFileSync(path, new Uint8Array(FILE_SIZE));
    Deno.utimeSync(path, LATER, LATER);
  }],
  ["overwritten and dated to the past", (path) => {
    Deno.writeFileSync(path, new Uint8Array(FILE_SIZE));
    Deno.utimeSync(path, 0, 0);
  }],
];

for (const [how, write] of WRITES) {
  Deno.test(`readFileStream() holds the last chunk back if the file is ${how}`, async () => {
    const { scene, file } = await FileScene.open();
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
  const { scene, file } = await FileScene.open();
  await using _ = scene;
  const reader = readFileStream(file, WHOLE).getReader();
  await reader.read();
  Deno.chmodSync(scene.path, 0o400);
  Deno.linkSync(scene.path, `${scene.path}.link`);
  Deno.renameSync(scene.path, `${scene.path}.old`);
  Deno.writeFileSync(scene.path, new Uint8Array(FILE_SIZE));

  assertEquals(await restOf(reader), FILE_SIZE - MIN_CHUNK);
});

Deno.test("readFileStream() detects a write whose time was set back", async () => {
  const { scene, file } = await FileScene.open();
  await using _ = scene;
  const { mtime } = Deno.statSync(scene.path);
  assert(mtime !== null);
  const reader = readFileStream(file, WHOLE).getReader();
  await reader.read();
  await nextTickOf(scene.path, ["ctimeMs"]);
  Deno.writeFileSync(scene.path, new Uint8Array(FILE_SIZE));
  Deno.utimeSync(scene.path, mtime, mtime);

  await assertRejects(() => restOf(reader), UploadError, "was written to");
});

/** Adds bytes to a file of which the first chunk was read. */
async function readGrowing(
  range: { start: number; end: number },
  options?: { mayGrow: boolean },
): Promise<number> {
  const { scene, file } = await FileScene.open();
  await using _ = scene;
  const reader = readFileStream(file, range, options).getReader();
  await reader.read();
  Deno.writeFileSync(scene.path, new Uint8Array(5), { append: true });
  return await restOf(reader) + MIN_CHUNK;
}

Deno.test("readFileStream() detects that a file grows if it reads to the end, or if asked to", async () => {
  const says = `has more than the ${FILE_SIZE} bytes it had when opened`;
  const inside = { start: 0, end: FILE_SIZE - 1 };

  await assertRejects(() => readGrowing(WHOLE), UploadError, says);
  await assertRejects(
    () => readGrowing(inside, { mayGrow: false }),
    UploadError,
    says,
  );
  assertEquals(await readGrowing(inside), FILE_SIZE - 1);
  assertEquals(await readGrowing(WHOLE, { mayGrow: true }), FILE_SIZE);
});

Deno.test("readFileStream() fails when a file ends within the range", async () => {
  for (const mayGrow of [true, false]) {
    const { scene, file } = await FileScene.open();
    await using _ = scene;
    const range = { start: 10, end: FILE_SIZE - 10 };
    const reader = readFileStream(file, range, { mayGrow }).getReader();
    await reader.read();
    Deno.truncateSync(scene.path, FILE_SIZE - 11);

    const error = await assertRejects(
      () => restOf(reader),
      UploadError,
      mayGrow
        ? `ended after ${FILE_SIZE - 11} of ${FILE_SIZE} bytes`
        : ` of ${FILE_SIZE} bytes`,
    );
    assertEquals(error.code, "source");
  }
});
