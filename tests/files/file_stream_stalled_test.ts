import { assertEquals, assertRejects } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { UploadError } from "../../src/errors/upload_error.ts";
import { readFileStream } from "../../src/files/file_stream.ts";
import type { OpenFile } from "../../src/files/open_file.ts";
import { MIN_CHUNK } from "../../src/streams/chunk_size.ts";
import { turn, turns } from "../support/turns.ts";

/** The time after which a disk counts as stalled. */
const STALLED_MS = 250;
const SIZE = 3 * MIN_CHUNK;
const WHOLE = { start: 0, end: SIZE };

/** A file whose reads and checks do what a test wants. */
class FakeFile implements OpenFile {
  readonly path = "/srv/a.bin";
  readonly size = SIZE;
  readonly version = "1";
  /** The position of each read. */
  readonly reads: number[] = [];
  checks = 0;
  closed = 0;
  readonly #wait: () => Promise<unknown> | void;

  /** @param wait Called by each read, which ends as it does. */
  constructor(wait: () => Promise<unknown> | void = () => {}) {
    this.#wait = wait;
  }

  async read(buffer: Uint8Array, position: number): Promise<number> {
    this.reads.push(position);
    await this.#wait();
    return Math.min(buffer.byteLength, SIZE - position);
  }

  assertUnchanged(): Promise<void> {
    this.checks++;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }
}

Deno.test("readFileStream() reads one chunk ahead, and no more", async () => {
  const file = new FakeFile();
  const stream = readFileStream(file, WHOLE);
  await turn();
  assertEquals(file.reads, [0]);

  const reader = stream.getReader();
  await reader.read();
  await turn();

  assertEquals(file.reads, [0, MIN_CHUNK]);
  await reader.cancel();
  assertEquals(file.reads, [0, MIN_CHUNK]);
});

Deno.test("readFileStream() checks once, before the last chunk, whether the file has changed, and does not close it", async () => {
  const file = new FakeFile();
  const reader = readFileStream(file, WHOLE).getReader();
  const checks = [];
  while (!(await reader.read()).done) {
    checks.push(file.checks);
    await turn();
  }

  assertEquals(checks, [0, 0, 1]);
  assertEquals([file.checks, file.closed], [1, 0]);
});

Deno.test("a cancelled file stream waits for the current read", async () => {
  using _time = new FakeTime();
  const read = Promise.withResolvers<void>();
  const file = new FakeFile(() => read.promise);
  const stream = readFileStream(file, WHOLE);
  await turn();
  const order: string[] = [];
  const cancelling = stream.cancel().then(() => order.push("cancelled"));
  await turns();
  order.push("read");
  read.resolve();
  await cancelling;

  assertEquals(order, ["read", "cancelled"]);
  assertEquals(file.closed, 0);
});

Deno.test("a cancelled file stream waits for a read that fails, and is still cancelled", async () => {
  const read = Promise.withResolvers<void>();
  const file = new FakeFile(() => read.promise);
  const reader = readFileStream(file, WHOLE).getReader();
  await turn();
  const cancelling = reader.cancel();
  read.reject(new Error("the disk is broken"));
  await cancelling;

  assertEquals((await reader.read()).done, true);
});

Deno.test("a cancelled file stream does not wait for a disk that stalls", async () => {
  using time = new FakeTime();
  const read = Promise.withResolvers<void>();
  const file = new FakeFile(() => read.promise);
  const reader = readFileStream(file, WHOLE).getReader();
  const reading = reader.read();
  await turn();
  const cancelling = reader.cancel();
  time.tick(STALLED_MS);
  await cancelling;

  assertEquals((await reading).done, true);
  // What the disk gives later is wanted no more.
  read.resolve();
  await turn();
  assertEquals(file.reads, [0]);
});

Deno.test("a file stream fails with the error of its read", async () => {
  const thrown = Object.assign(new Error("EIO: i/o error"), { code: "EIO" });
  const file = new FakeFile(() => Promise.reject(thrown));
  const error = await assertRejects(
    () => readFileStream(file, WHOLE).getReader().read(),
    UploadError,
    "EIO: i/o error",
  );

  assertEquals(error.code, "source");
});
