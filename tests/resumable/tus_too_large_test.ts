import type { TusOptions } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { hasStored, TUS_BYTES, uploadByTus } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

/** Refuses chunks above a size, as a proxy before the server does. */
function limitChunks(server: TusServer, max: number): void {
  server.hooks.answer = ({ method, headers }) =>
    method === "PATCH" && Number(headers.get("content-length")) > max
      ? { status: 413 }
      : undefined;
}

/** The sizes of the chunks that a server got. */
function sizesOf(server: TusServer): number[] {
  return server.requestsOf("PATCH")
    .map(({ headers }) => Number(headers.get("content-length")));
}

const OPTIONS: readonly TusOptions[] = [
  {},
  { chunkSize: 280_000 },
  { checksum: "sha1" },
];

for (const options of OPTIONS) {
  Deno.test(`tus halves chunks that are too large for what is before the server (${JSON.stringify(options)})`, async () => {
    await using server = await new TusServer().listen();
    limitChunks(server, 80_000);

    const ended = await uploadByTus(server, options, { retry: 0 });

    assertEquals([ended.status, ended.bytesStored], [204, TUS_BYTES.length]);
    const { chunkSize: first = 300_000 } = options;
    assertEquals(sizesOf(server).slice(0, 3), [first, first / 2, first / 4]);
    assert(sizesOf(server).slice(2).every((size) => size <= first / 4));
    assert(await hasStored(server));
  });
}

for (const params of [{}, { size: TUS_BYTES.length }]) {
  Deno.test(`tus halves chunks of a stream (${JSON.stringify(params)})`, async () => {
    await using server = await new TusServer().listen();
    limitChunks(server, 80_000);

    const ended = await uploadByTus(server, { chunkSize: 280_000 }, {
      source: streamOf(TUS_BYTES),
      retry: 0,
      ...params,
    });

    assertEquals([ended.status, ended.bytesStored], [204, TUS_BYTES.length]);
    assertEquals(sizesOf(server).slice(0, 3), [280_000, 140_000, 70_000]);
    assert(await hasStored(server));
  });
}

Deno.test("tus halves the chunks of all parts", async () => {
  await using server = await new TusServer().listen();
  limitChunks(server, 80_000);

  const ended = await uploadByTus(server, { parallel: 2 }, { retry: 0 });

  assertEquals(ended.status, 201);
  assertEquals(Math.max(...sizesOf(server)), 150_000);
  const small = sizesOf(server).filter((size) => size <= 75_000);
  assertEquals(small, [75_000, 75_000, 75_000, 75_000]);
});

Deno.test("tus ends with a 413 to a chunk of 64 KiB, and to a stream without chunks", async () => {
  await using server = await new TusServer().listen();
  limitChunks(server, 0);

  const ended = await uploadByTus(server);

  assertEquals(ended.status, 413);
  assertEquals(sizesOf(server), [300_000, 150_000, 75_000, 65_536]);

  server.requests.length = 0;
  server.uploads.clear();
  const source = streamOf(TUS_BYTES);
  const size = TUS_BYTES.length;
  assertEquals((await uploadByTus(server, {}, { source, size })).status, 413);
  assertEquals(sizesOf(server), [300_000]);
});
