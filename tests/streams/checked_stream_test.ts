import { assert, assertEquals, assertRejects } from "@std/assert";
import { Buffer } from "node:buffer";
import { UploadError } from "../../src/errors/upload_error.ts";
import { checkedStream } from "../../src/streams/checked_stream.ts";
import { MAX_CHUNK } from "../../src/streams/chunk_size.ts";

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

Deno.test("checkedStream() passes on the same chunks of a stream if they are large", async () => {
  const given = [100_000, 65_536, 70_000].map((size) => new Uint8Array(size));
  const taken = await Array.fromAsync(
    checkedStream(ReadableStream.from(given), 235_536),
  );

  assertEquals(taken.length, 3);
  assert(taken.every(({ buffer }, at) => buffer === given[at]?.buffer));
});

for (const length of [3, 30_000, 100_000]) {
  Deno.test(`checkedStream() copies the chunks of a generator, which may read into the same memory again, of ${length} bytes`, async () => {
    const memory = new Uint8Array(length);
    const source = async function* () {
      for (let value = 1; value <= 5; value++) yield memory.fill(value);
    };
    const bytes = await new Response(checkedStream(source(), 5 * length))
      .bytes();

    assertEquals(
      Array.from({ length: 5 }, (_, at) => bytes[at * length]),
      [1, 2, 3, 4, 5],
    );
    assertEquals(bytes.at(-1), 5);
  });
}

for (
  const [kind, wrap] of [
    ["an iterable", generate],
    ["a stream", (...values: unknown[]) => ReadableStream.from(values)],
  ] as const
) {
  Deno.test(`checkedStream() passes on the chunks of ${kind}`, async () => {
    const given = [Uint8Array.of(1, 2), Uint8Array.of(3)];
    const bytes = await new Response(checkedStream(wrap(...given), 3)).bytes();

    assertEquals(bytes, Uint8Array.of(1, 2, 3));
  });

  Deno.test(`checkedStream() skips the empty chunks of ${kind}`, async () => {
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
    const [what, value, shown, hint = "yield Uint8Arrays"] of [
      [
        "strings",
        "hunter2",
        "string",
        "encode text, such as with pipeThrough(new TextEncoderStream())",
      ],
      ["numbers", 5, "number"],
      ["null", null, "null"],
      ["arrays", [1, 2], "Array"],
      [
        "what only says that it is bytes",
        { [Symbol.toStringTag]: "Uint8Array", byteLength: 2 },
        "object",
      ],
    ] as const
  ) {
    Deno.test(`checkedStream() refuses ${what} of ${kind}`, async () => {
      const { error, passed } = await failureOf(
        wrap(new Uint8Array(3), value),
      );

      assertEquals(
        error.message,
        `Cannot read the source: it yielded ${shown} instead of bytes`,
      );
      assertEquals(error.hint, hint);
      assertEquals(passed, 3);
    });
  }

  Deno.test(`checkedStream() fails before it yields a surplus byte of ${kind}`, async () => {
    const source = wrap(new Uint8Array(3), new Uint8Array(3));
    const { error, passed } = await failureOf(source, 5);

    assertEquals(
      error.message,
      "Cannot read the source: it has more than the 5 bytes stated",
    );
    assertEquals(error.hint, "correct 'size'");
    assertEquals(passed, 3);
  });

  Deno.test(`checkedStream() fails when ${kind} ends early`, async () => {
    const { error } = await failureOf(wrap(new Uint8Array(3)), 5);

    assertEquals(
      error.message,
      "Cannot read the source: it ended after 3 of 5 bytes",
    );
    assertEquals(error.hint, "correct 'size'");
  });

  Deno.test(`checkedStream() refuses any byte of ${kind} that should have none`, async () => {
    const { passed } = await failureOf(wrap(new Uint8Array(1)), 0);

    assertEquals(passed, 0);
  });

  Deno.test(`checkedStream() accepts any kind of memory from ${kind}`, async () => {
    const { buffer } = Uint8Array.of(0, 1, 2, 3, 4, 5);
    const chunks = [
      buffer,
      new Uint16Array(buffer, 2, 2),
      new DataView(buffer, 5),
      new Float64Array(0),
      Buffer.from([6, 7]),
    ];

    assertEquals(
      await new Response(checkedStream(wrap(...chunks), 13)).bytes(),
      Uint8Array.of(0, 1, 2, 3, 4, 5, 2, 3, 4, 5, 5, 6, 7),
    );
  });

  Deno.test(`checkedStream() copies the shared memory of ${kind}`, async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3)).fill(7);
    const [chunk] = await Array.fromAsync(checkedStream(wrap(shared), 3));

    assertEquals(chunk, Uint8Array.of(7, 7, 7));
    assert(chunk?.buffer instanceof ArrayBuffer);
  });
}

Deno.test("checkedStream() refuses a stream that is already being read", () => {
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
