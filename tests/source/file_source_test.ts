import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { BaseDirectory } from "../../src/files/base_directory.ts";
import { openFileSource } from "../../src/source/file_source.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { nextTickOf } from "../support/file_clock.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen } from "../support/open_files.ts";
import { pathToFileURL } from "node:url";

const { signal } = new AbortController();

/** Opens a file as a source. */
function open(source: string, size?: number) {
  return openFileSource({ source, size, baseDirectory: undefined }, signal);
}

Deno.test("openFileSource() refuses a size that is larger than the file, and closes it", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 5);
  const error = await assertRejects(() => open(path, 6), UploadError);

  assertEquals(error.code, "source");
  assertEquals(
    [error.message, error.hint],
    [
      `Cannot upload "${path}": it has 5 bytes, fewer than the 6 of 'size'`,
      "correct 'size', or leave it out to send the whole file",
    ],
  );
  assertEquals(await isOpen(path), false);
});

Deno.test("openFileSource() rejects if there is no file", async () => {
  const error = await assertRejects(() => open("/nowhere/a.bin"), UploadError);

  assertEquals(error.code, "not-found");
});

Deno.test("openFileSource() explains the default directory if a relative name is missing there", async () => {
  using folder = new TempFolder();
  const baseDirectory = pathToFileURL(`${folder.path}/`);
  const hintOf = async (
    source: string,
    directory?: BaseDirectory,
  ): Promise<string> => {
    const opening = openFileSource(
      { source, size: undefined, baseDirectory: directory },
      signal,
    );
    return (await assertRejects(() => opening, UploadError)).hint;
  };

  assertStringIncludes(await hintOf("nowhere.bin"), "DocumentsDirectory");
  assertEquals(await hintOf("nowhere.bin", baseDirectory), "check its name");
  assertEquals(await hintOf("/nowhere/a.bin"), "check its name");
});

Deno.test("openFileSource() keeps one file open, of which several ranges are read at once", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 3_000_000);
  const bytes = await Deno.readFile(path);
  const source = await open(path);
  await Deno.remove(path);

  const parts = await Promise.all([0, 1, 2].map(async (index) => {
    const start = index * 1_000_000;
    const opened = await source.open({ start, end: start + 1_000_000 });
    return await new Response(opened.stream).bytes();
  }));
  await source.close("done");

  assertEquals(await new Blob(parts).bytes(), bytes);
});

Deno.test("openFileSource() reads a file of up to 64 KiB into memory, and a larger one as a stream", async () => {
  using folder = new TempFolder();
  for (const size of [0, 1, MIN_CHUNK, MIN_CHUNK + 1]) {
    const path = folder.write("a.bin", size);
    const source = await open(path);
    const opened = await source.open();
    const bytes = await new Response(opened.stream).bytes();
    await source.close("done");

    assertEquals(opened.inMemory !== undefined, size <= MIN_CHUNK);
    assertEquals([opened.size, bytes], [size, await Deno.readFile(path)]);
  }
});

const CHANGES: readonly (readonly [how: string, to: number])[] = [
  ["grows", 6],
  ["shrinks", 4],
  ["is emptied", 0],
  ["is written to", 5],
];

for (const [how, to] of CHANGES) {
  Deno.test(`openFileSource() gives no bytes of a small file that ${how} after it was opened`, async () => {
    using folder = new TempFolder();
    const path = folder.write("a.bin", 5);
    const source = await open(path);
    await nextTickOf(path);
    Deno.writeFileSync(path, new Uint8Array(to));

    const error = await assertRejects(
      async () => await source.open(),
      UploadError,
      `Cannot upload "${path}"`,
    );
    await source.close("done");

    assertEquals(error.code, "source");
  });
}

Deno.test("openFileSource() leaves nothing open when its signal aborts", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.bin", 5);
  const controller = new AbortController();
  const given = { source: path, size: undefined, baseDirectory: undefined };
  const opening = openFileSource(given, controller.signal);

  controller.abort("enough");

  assertEquals(await opening.catch((reason) => reason), "enough");
  assertEquals(await isOpen(path), false);
});
