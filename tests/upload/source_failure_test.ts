import {
  upload,
  type UploadEndedEvent,
  type UploadParams,
  type UploadSource,
} from "@network/upload";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { chunksOf, streamOf } from "../support/bytes.ts";
import { outcomeOf } from "../support/events.ts";
import {
  headerOf,
  type RawConnection,
  serveRaw,
} from "../support/raw_server.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";

const TYPE = "application/octet-stream";
const SIZE = 3_000_000;
const BYTES = new Uint8Array(SIZE);
const THROWN = new Error("the disk is gone");

/** Yields bytes, then an error. */
async function* failAfter(count: number): AsyncGenerator<Uint8Array> {
  yield* chunksOf(BYTES.subarray(0, count));
  throw THROWN;
}

async function* rubbish(): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(5);
  yield* JSON.parse('["text"]');
}

const SIZES = [undefined, SIZE];

const FAILING: readonly (readonly [
  name: string,
  make: () => UploadSource,
  says: string,
])[] = [
  ["an iterable that throws at once", () => failAfter(0), "the disk is gone"],
  [
    "an iterable that throws later",
    () => failAfter(2_000_000),
    "the disk is gone",
  ],
  [
    "a stream that fails at once",
    () => ReadableStream.from(failAfter(0)),
    "the disk is gone",
  ],
  [
    "a stream that fails later",
    () => ReadableStream.from(failAfter(2_000_000)),
    "the disk is gone",
  ],
  [
    "a source that gives text",
    rubbish,
    "it yielded string instead of bytes",
  ],
  ["an iterable without an iterator", () => ({
    [Symbol.asyncIterator]() {
      throw THROWN;
    },
  }), "the disk is gone"],
];

/** Uploads, and returns the outcome and whether the server saw a body that looked complete. */
async function failWith(
  source: UploadSource,
  params: UploadParams,
): Promise<{ ended: UploadEndedEvent; sawWhole: boolean }> {
  const bodies: boolean[] = [];
  const ended = await (async () => {
    await using rejections = new RejectionWatch();
    await using server = serveRaw(async (connection) => {
      const head = await connection.readHead();
      if (head !== "") bodies.push(await readsWhole(connection, head));
    });
    const { ended } = upload(server.url, "PUT", params, source, TYPE);
    await ended;
    assertEquals(await rejections.seen(), []);
    return ended;
  })();
  return { ended, sawWhole: bodies.includes(true) };
}

async function readsWhole(
  connection: RawConnection,
  head: string,
): Promise<boolean> {
  const length = headerOf(head, "content-length");
  const most = length === undefined ? SIZE * 2 : Number(length);
  const bytes = await connection.readBytes(most);
  return length === undefined
    ? new TextDecoder().decode(bytes).endsWith("\r\n0\r\n\r\n")
    : bytes.byteLength === most;
}

for (const [name, make, says] of FAILING) {
  for (const size of SIZES) {
    Deno.test(`upload() ends with code "source" when it is given ${name} (${size ?? "no"} size)`, async () => {
      const params = size === undefined ? {} : { size };

      const { ended, sawWhole } = await failWith(make(), params);

      assert(ended.isError);
      assertEquals(ended.error.code, "source");
      assertStringIncludes(ended.response, says);
      if (says === THROWN.message) assert(ended.error.cause === THROWN);
      assertEquals(sawWhole, false);
    });
  }
}

Deno.test('upload() ends with code "source" when a stream failed before the call', async () => {
  const source = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(THROWN),
  });

  const { ended } = await failWith(source, { size: 5 });

  assertEquals(outcomeOf(ended), "source");
  assert(ended.error?.cause === THROWN);
});

const WRONG_SIZES: readonly (readonly [stated: number, says: string])[] = [
  [0, "more than the 0 bytes"],
  [1, "more than the 1 bytes"],
  [SIZE - 1, `more than the ${SIZE - 1} bytes`],
  [SIZE + 1, `ended after ${SIZE} of ${SIZE + 1} bytes`],
  [SIZE * 2, `ended after ${SIZE} of ${SIZE * 2} bytes`],
];

for (const [size, says] of WRONG_SIZES) {
  for (const make of [streamOf, chunksOf]) {
    Deno.test(`upload() never completes a body if ${make.name} yields ${SIZE} bytes and ${size} are stated`, async () => {
      const { ended, sawWhole } = await failWith(make(BYTES), { size });

      assertEquals(outcomeOf(ended), "source");
      assertStringIncludes(String(ended.response), says);
      assertStringIncludes(String(ended.response), "correct 'size'");
      assertEquals(sawWhole, false);
    });
  }
}
