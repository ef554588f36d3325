import { assert, assertEquals } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  appends,
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const SIZE = RUFH_BYTES.length;

for (const version of [8, 6] as const) {
  Deno.test(`rufh ${version} halves appends that are too large for what is before the server`, async () => {
    for (const source of [RUFH_BYTES, streamOf(RUFH_BYTES)]) {
      await using server = await new RufhServer({ version }).listen();
      server.hooks.answer = ({ method, headers }) =>
        method === "PATCH" && Number(headers.get("content-length")) > 80_000
          ? { status: 413 }
          : undefined;

      const ended = await uploadByRufh(server, { chunkSize: 250_000 }, {
        source,
        retry: 0,
      });

      assertEquals(ended.response, "300000");
      assertEquals(appends(server).slice(0, 3), [250_000, 125_000, 62_500]);
      assert(appends(server).slice(2).every((size) => size <= 62_500));
      assert(await hasStoredRufh(server));
    }
  });
}

Deno.test("rufh halves no further than min-append-size, or to what a 413 allows", async () => {
  await using server = await new RufhServer({
    limits: { minAppendSize: 100_000 },
  }).listen();
  server.hooks.answer = ({ method }) =>
    method === "PATCH" ? { status: 413 } : undefined;
  const ended = await uploadByRufh(server);
  assertEquals(ended.status, 413);
  assertEquals(appends(server), [300_000, 150_000, 100_000]);

  server.requests.length = 0;
  server.uploads.clear();
  server.hooks.answer = ({ method, headers }) =>
    method === "PATCH" && Number(headers.get("content-length")) > 120_000
      ? {
        status: 413,
        headers: {
          "Upload-Limit": "max-append-size=120000, min-append-size=100000",
        },
      }
      : undefined;
  assertEquals((await uploadByRufh(server)).response, "300000");
  assertEquals(appends(server), [300_000, 120_000, 120_000, 60_000]);
});

Deno.test("rufh ends with a 413 whose limits contradict those of the upload", async () => {
  await using server = await new RufhServer({
    limits: { minAppendSize: 100_000 },
  }).listen();
  const headers = { "Upload-Limit": "min-append-size=1" };
  server.hooks.answer = ({ method }) =>
    method === "PATCH" ? { status: 413, headers } : undefined;

  const ended = await uploadByRufh(server);

  assertEquals(ended.status, 413);
  assertEquals(appends(server), [300_000, 150_000, 100_000]);
});

Deno.test("rufh ends with a 413 to a stream that it cannot send in parts", async () => {
  for (const params of [{}, { size: SIZE }]) {
    await using server = await new RufhServer().listen();
    server.hooks.answer = ({ method }) =>
      method === "PATCH" ? { status: 413 } : undefined;
    const source = streamOf(RUFH_BYTES);

    const ended = await uploadByRufh(server, {}, { source, ...params });

    assertEquals(ended.status, 413);
  }
});

Deno.test("rufh sends a new upload in appends of the size that was accepted before", async () => {
  await using server = await new RufhServer().listen();
  const answers = [{ status: 413 }, { status: 404 }];
  server.hooks.answer = ({ method }) =>
    method === "PATCH" ? answers.shift() : undefined;

  const ended = await uploadByRufh(server);

  assertEquals(ended.response, "300000");
  assertEquals(appends(server), [300_000, 150_000, 150_000, 150_000]);
});
