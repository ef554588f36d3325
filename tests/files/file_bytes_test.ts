import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { readFileBytes } from "../../src/files/file_bytes.ts";
import type { OpenFile } from "../../src/files/open_file.ts";

const BYTES = Uint8Array.from({ length: 100 }, (_, at) => at);

/** A file of a disk that gives at most seven bytes at once. */
class SlowFile implements OpenFile {
  readonly path = "/srv/a.bin";
  readonly size = BYTES.byteLength;
  readonly version = "1";
  /** The position of each read, and each check for changes. */
  readonly calls: (number | "check")[] = [];
  readonly #end: number;

  /** @param end Where it ends by now. */
  constructor(end = BYTES.byteLength) {
    this.#end = end;
  }

  read(buffer: Uint8Array, position: number): Promise<number> {
    this.calls.push(position);
    const end = Math.min(position + 7, position + buffer.byteLength, this.#end);
    const bytes = BYTES.subarray(position, end);
    buffer.set(bytes);
    return Promise.resolve(bytes.byteLength);
  }

  assertUnchanged(): Promise<void> {
    this.calls.push("check");
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

Deno.test("readFileBytes() reads on until it has all bytes of the range", async () => {
  const file = new SlowFile();
  const bytes = await readFileBytes(file, { start: 10, end: 30 });

  assertEquals(bytes, BYTES.slice(10, 30));
  assertEquals(file.calls, [10, 17, 24]);
});

Deno.test("readFileBytes() checks for changes after it has read to the end", async () => {
  const file = new SlowFile();
  await readFileBytes(file, { start: 90, end: 100 });

  assertEquals(file.calls, [90, 97, "check"]);
});

Deno.test("readFileBytes() checks for changes if asked to, and not if the file may grow", async () => {
  const checked = new SlowFile();
  await readFileBytes(checked, { start: 0, end: 7 }, { mayGrow: false });
  const growing = new SlowFile();
  await readFileBytes(growing, { start: 93, end: 100 }, { mayGrow: true });

  assertEquals(checked.calls, [0, "check"]);
  assertEquals(growing.calls, [93]);
});

Deno.test("readFileBytes() reads nothing of an empty file, and checks for changes", async () => {
  const file = new SlowFile();
  const bytes = await readFileBytes(file, { start: 100, end: 100 });

  assertEquals(bytes.byteLength, 0);
  assertEquals(file.calls, ["check"]);
});

Deno.test("readFileBytes() fails if the file ends within the range", async () => {
  const file = new SlowFile(15);
  const error = await assertRejects(
    () => readFileBytes(file, { start: 10, end: 30 }),
    UploadError,
    "ended after 15 of 100 bytes",
  );

  assertEquals(error.code, "source");
});
