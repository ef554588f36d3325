import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Bytes } from "../../src/streams/bytes.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import {
  type BodyObserver,
  startBody,
  type StreamedBody,
} from "../../src/body/outgoing_body.ts";
import type { OpenSource } from "../../src/source/open_source.ts";

const { signal } = new AbortController();
const OBSERVER: BodyObserver = {
  freesChunks: false,
  keepsCopies: false,
  onTaken() {},
  onCollected() {},
  onFailure: (failure) => {
    throw failure;
  },
};

/** Chunks of their own memory, and a source of them. */
function source(
  lengths: readonly number[],
  rest: Partial<OpenSource> = {},
): { chunks: Bytes[]; source: OpenSource } {
  const chunks = lengths.map((length) => new Uint8Array(length).fill(length));
  const size = lengths.reduce((sum, length) => sum + length, 0);
  return {
    chunks,
    source: { size, stream: ReadableStream.from(chunks), ...rest },
  };
}

/** Starts a body that goes out piece by piece. */
async function startStreamed(
  source: OpenSource,
  observer = OBSERVER,
): Promise<StreamedBody> {
  const body = await startBody(source, signal, observer);
  assert(body.isStream);
  return body;
}

/** Reads a body to its end as a transport that copies each chunk, as the fetch standard has it. */
async function readBody(
  { source, freesChunks = false }: {
    source: OpenSource;
    freesChunks?: boolean;
  },
): Promise<number[]> {
  const body = await startStreamed(source, { ...OBSERVER, freesChunks });
  const read: number[] = [];
  const { body: stream } = new Response(body.body);
  for await (const chunk of stream ?? []) read.push(...chunk);
  await body.release();
  return read;
}

for (
  const [ownsChunks, freesChunks] of [
    [true, true],
    [true, false],
    [false, true],
  ] as const
) {
  const frees = ownsChunks && freesChunks;
  Deno.test(`startBody() ${frees ? "frees" : "keeps"} the chunks that were taken (ownsChunks: ${ownsChunks}, freesChunks: ${freesChunks})`, async () => {
    const { chunks, source: opened } = source([3, 2, 1], { ownsChunks });

    const read = await readBody({ source: opened, freesChunks });

    assertEquals(read.join(""), "333221");
    assertEquals(
      chunks.map(({ buffer }) => buffer.detached),
      [frees, frees, frees],
    );
  });
}

Deno.test("startBody() frees no chunk before the next one is asked for", async () => {
  const { chunks, source: opened } = source([3, 2], { ownsChunks: true });
  const body = await startStreamed(opened, {
    ...OBSERVER,
    freesChunks: true,
  });
  const reader = new Response(body.body).body?.getReader();

  await reader?.read();
  assertEquals(chunks[0]?.buffer.detached, false);
  await reader?.read();
  assertEquals(chunks[0]?.buffer.detached, true);
  assertEquals(chunks[1]?.buffer.detached, false);

  await reader?.cancel();
  await body.release();
});

Deno.test("a body is released though its transport neither reads nor cancels any more", async () => {
  const { source: opened } = source([3, 2, 1]);
  const body = await startStreamed(opened);
  const reader = new Response(body.body).body?.getReader();
  await reader?.read();

  await body.release();

  assertEquals(await body.whole, false);
  await assertRejects(async () => await reader?.read(), DOMException);
});

for (const size of [6, -1]) {
  Deno.test(`a body of size ${size} that is sent again fails, and says so`, async () => {
    const { source: opened } = source([3, 2, 1], { size });
    const body = await startStreamed(opened);
    const first = await new Response(body.body).bytes();

    const second = new Response(body.body).bytes();

    assertEquals(first.byteLength, 6);
    await assertRejects(
      () => second,
      UploadError,
      "Cannot send the body again",
    );
    await body.release();
  });
}

Deno.test("startBody() refuses bytes in what is said to be empty", async () => {
  const stream = new ReadableStream<Bytes>({
    start(controller) {
      controller.error(new UploadError("source", "there are bytes"));
    },
  });

  await assertRejects(
    () => startBody({ size: 0, stream }, signal, OBSERVER),
    UploadError,
    "there are bytes",
  );
});
