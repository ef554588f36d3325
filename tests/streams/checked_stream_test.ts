import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkedStream } from "../../src/streams/checked_stream.ts";
import { MAX_CHUNK } from "../../src/streams/chunk_size.ts";
import { UploadError } from "../../src/errors/upload_error.ts";

async function* generate(...values: unknown[]): AsyncGenerator<unknown> {
  yield* values;
}

/** The lengths of the chunks that come out. */
async function lengthsOf(
  source: ReadableStream<unknown> | AsyncIterable<unknown>,
  size = -1,
): Promise<number[]> {
  const chunks = await Array.fromAsync(checkedStream(source, size));
  return chunks.map(({ byteLength }) => byteLength);
}

/** The error with which it fails, and the bytes that came before it. */
async function failureOf(
  source: ReadableStream<unknown> | AsyncIterable<unknown>,
  size = -1,
): Promise<{ error: UploadError; passed: number }> {
  let passed = 0;
  const error = await assertRejects(async () => {
    for await (const { byteLength } of checkedStream(source, size)) {
      passed += byteLength;
    }
  }, UploadError);
  assertEquals(error.code, "source");
  return { error, passed };
}

Deno.test("checkedStream() hands on the very chunks of a stream", async () => {
  const given = [Uint8Array.of(1, 2), Uint8Array.of(3)];
  const source = ReadableStream.from(given);
  const taken = await Array.fromAsync(checkedStream(source, 3));

  assert(taken.every(({ buffer }, at) => buffer === given[at]?.buffer));
});

Deno.test("checkedStream() copies the chunks of a generator, which may read into the same memory again", async () => {
  const memory = new Uint8Array(3);
  const source = async function* () {
    for (let value = 1; value <= 5; value++) yield memory.fill(value);
  };
  const taken = await Array.fromAsync(checkedStream(source(), 15));

  assertEquals(taken.map(([first]) => first), [1, 2, 3, 4, 5]);
});

for (
  const [kind, wrap] of [
    ["an iterable", generate],
    ["a stream", (...values: unknown[]) => ReadableStream.from(values)],
  ] as const
) {
  Deno.test(`checkedStream() hands on the chunks of ${kind}`, async () => {
    const given = [Uint8Array.of(1, 2), Uint8Array.of(3)];
    const taken = await Array.fromAsync(checkedStream(wrap(...given), 3));

    assertEquals(taken, given);
  });

  Deno.test(`checkedStream() leaves out the empty chunks of ${kind}`, async () => {
    const empty = new Uint8Array();
    const source = wrap(empty, new Uint8Array(3), empty, empty);

    assertEquals(await lengthsOf(source, 3), [3]);
    assertEquals(await lengthsOf(wrap(empty), 0), []);
    assertEquals(await lengthsOf(wrap()), []);
  });

  Deno.test(`checkedStream() splits a chunk of 64 MiB of ${kind}`, async () => {
    const given = new Uint8Array(64 * MAX_CHUNK + 1);
    given[given.length - 1] = 7;
    const chunks = await Array.fromAsync(
      checkedStream(wrap(given), given.byteLength),
    );

    assertEquals(chunks.map(({ byteLength }) => byteLength), [
      ...Array(64).fill(MAX_CHUNK),
      1,
    ]);
    assertEquals(new Set(chunks.map(({ buffer }) => buffer)).size, 1);
    assertEquals(chunks.at(-1), Uint8Array.of(7));
  });

  for (
    const [what, value, shown] of [
      ["strings", "hunter2", "string"],
      ["numbers", 5, "number"],
      ["null", null, "null"],
      ["other views", new Uint16Array(2), "Uint16Array"],
      ["bare buffers", new ArrayBuffer(2), "ArrayBuffer"],
    ] as const
  ) {
    Deno.test(`checkedStream() refuses ${what} of ${kind}`, async () => {
      const { error, passed } = await failureOf(
        wrap(new Uint8Array(3), value),
      );

      assertEquals(
        error.message,
        `the source gave ${shown} where it should give Uint8Arrays: encode it first`,
      );
      assertEquals(passed, 3);
    });
  }

  Deno.test(`checkedStream() fails before a byte too many of ${kind}`, async () => {
    const source = wrap(new Uint8Array(3), new Uint8Array(3));
    const { error, passed } = await failureOf(source, 5);

    assertEquals(
      error.message,
      "the source has more than the 5 bytes that it should have: correct 'params.size'",
    );
    assertEquals(passed, 3);
  });

  Deno.test(`checkedStream() fails when ${kind} ends early`, async () => {
    const { error } = await failureOf(wrap(new Uint8Array(3)), 5);

    assertEquals(
      error.message,
      "the source ended after 3 of 5 bytes: correct 'params.size'",
    );
  });

  Deno.test(`checkedStream() refuses any byte of ${kind} that should have none`, async () => {
    const { passed } = await failureOf(wrap(new Uint8Array(1)), 0);

    assertEquals(passed, 0);
  });

  Deno.test(`checkedStream() copies the shared memory of ${kind}`, async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
    const [chunk] = await Array.fromAsync(checkedStream(wrap(shared), 3));

    assertEquals(chunk, Uint8Array.of(7, 7, 7));
    assert(chunk?.buffer instanceof ArrayBuffer);
  });
}

Deno.test("checkedStream() refuses a stream that somebody else reads", () => {
  const stream = new ReadableStream();
  stream.getReader();
  let thrown: unknown;
  try {
    checkedStream(stream, -1);
  } catch (error) {
    thrown = error;
  }

  assert(thrown instanceof UploadError);
  assertEquals(thrown.code, "source");
});
