import { assert, assertEquals, assertRejects } from "@std/assert";
import { startBody } from "../../src/body/outgoing_body.ts";
import type { BodyOptions } from "../../src/body/body_options.ts";
import { UploadError } from "../../src/errors/upload_error.ts";
import type { SourceBytes } from "../../src/source/source.ts";
import type { Bytes } from "../../src/streams/bytes.ts";

const OPTIONS: BodyOptions = {
  signal: new AbortController().signal,
  count: { taken() {}, touch() {} },
  freesChunks: () => false,
  keepsCopies: false,
  onFailure: (failure) => {
    throw failure;
  },
};

function inMemory(size: number): SourceBytes & { inMemory: Bytes } {
  const bytes = new Uint8Array(size);
  return { size, inMemory: bytes, stream: new Blob([bytes]).stream() };
}

Deno.test("startBody() buffers a few bytes if the request may be repeated", async () => {
  const bytes = inMemory(5);

  const body = await startBody(bytes, true, OPTIONS);

  assert(!body.isStream);
  assert(body.body === bytes.inMemory);
  assertEquals([body.size, body.passed], [5, 5]);
});

Deno.test("startBody() streams a few bytes if the request must not be repeated, because no runtime repeats a stream", async () => {
  const body = await startBody(inMemory(5), false, OPTIONS);

  assert(body.isStream);
  await body.release();
});

Deno.test("startBody() streams a body that is larger than a chunk", async () => {
  const body = await startBody(
    inMemory(64 * 1024 + 1),
    true,
    OPTIONS,
  );

  assert(body.isStream);
  await body.release();
});

Deno.test("startBody() checks that a body of size 0 is empty", async () => {
  const stream = new ReadableStream<Bytes>({
    start(controller) {
      controller.error(new UploadError("source", "there are bytes"));
    },
  });

  await assertRejects(
    async () => {
      await startBody({ size: 0, stream }, true, OPTIONS);
    },
    UploadError,
    "there are bytes",
  );
});
