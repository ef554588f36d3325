import { assert, assertEquals } from "@std/assert";
import { readFileStream } from "../../src/files/file_stream.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { sameBytes } from "../support/bytes.ts";
import { FILE_SIZE, FileScene, WHOLE } from "../support/file_scene.ts";
import { isOpen } from "../support/open_files.ts";
import { onLinux } from "../support/platform.ts";

const RANGES: [start: number, end: number][] = [
  [0, FILE_SIZE],
  [0, 1],
  [1, 2],
  [3, 3],
  [0, 0],
  [FILE_SIZE, FILE_SIZE],
  [FILE_SIZE - 1, FILE_SIZE],
  [MIN_CHUNK - 1, 2 * MIN_CHUNK + 1],
  [7, 7 + MIN_CHUNK],
];

for (const [start, end] of RANGES) {
  onLinux.test(`readFileStream() yields the bytes from ${start} to ${end}, and leaves the file open`, async () => {
    const { scene, file } = await FileScene.open();
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
  const { scene, file } = await FileScene.open();
  await using _ = scene;
  const part = Math.ceil(FILE_SIZE / 8);
  const parts = Array.from({ length: 8 }, (_, index) => ({
    start: index * part,
    end: Math.min((index + 1) * part, FILE_SIZE),
  }));
  const blobs = await Promise.all(
    parts.map((range) => new Response(readFileStream(file, range)).blob()),
  );

  assert(sameBytes(await new Blob(blobs).bytes(), scene.bytes));
});

Deno.test("readFileStream() gives each chunk its own memory", async () => {
  const { scene, file } = await FileScene.open();
  await using _ = scene;
  const chunks = [];
  for await (const chunk of readFileStream(file, WHOLE)) {
    chunks.push(chunk.slice());
    chunk.buffer.transfer(0);
  }

  assert(sameBytes(await new Blob(chunks).bytes(), scene.bytes));
});
