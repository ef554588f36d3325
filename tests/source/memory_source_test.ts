import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { bufferIfSmall, bytesSource } from "../../src/source/memory_source.ts";

const CHUNK = 64 * 1024;
const GONE = "Cannot read the source";

Deno.test("bytesSource() refuses memory that was transferred before it is opened", () => {
  const bytes = new Uint8Array(5);
  bytes.buffer.transfer();

  assertThrows(() => bytesSource(bytes, 5), UploadError, GONE);
});

Deno.test("bytesSource() does not open memory that was transferred in the meantime", () => {
  const bytes = new Uint8Array(5);
  const source = bytesSource(bytes);
  bytes.buffer.transfer();

  assertThrows(() => source.open(), UploadError, GONE);
  assertThrows(() => source.open({ start: 0, end: 2 }), UploadError, GONE);
});

Deno.test("bytesSource() fails when its memory is transferred while it is read", async () => {
  const bytes = new Uint8Array(3 * CHUNK);
  const { stream } = await bytesSource(bytes).open();
  const reader = stream.getReader();
  assertEquals((await reader.read()).value?.byteLength, CHUNK);

  bytes.buffer.transfer();

  await assertRejects(() => reader.read(), UploadError, GONE);
});

Deno.test("bufferIfSmall() holds up to 64 KiB in memory", async () => {
  for (const size of [0, 1, CHUNK, CHUNK + 1, -1]) {
    const stream = new Blob([new Uint8Array(Math.max(size, 0))]).stream();
    const { inMemory } = await bufferIfSmall({ size, stream });

    assertEquals(
      inMemory instanceof Uint8Array,
      size >= 0 && size <= CHUNK,
      `${size}`,
    );
    if (inMemory === undefined) await stream.cancel();
  }
});
