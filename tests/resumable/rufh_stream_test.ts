import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { streamOf } from "../support/bytes.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const SIZE = RUFH_BYTES.length;
const LIMITS = { maxSize: SIZE };

const SENT: readonly [
  name: string,
  params: { size?: number },
  chunkSize: number | undefined,
  requests: string[],
][] = [
  ["in one append", {}, undefined, ["PATCH 0 200"]],
  ["of known size in one append", { size: SIZE }, undefined, ["PATCH 0 200"]],
  ["in chunks", {}, 160_000, ["PATCH 0 204", "PATCH 160000 200"]],
  ["in whole chunks, and closes it by an empty append", {}, 150_000, [
    "PATCH 0 204",
    "PATCH 150000 204",
    "PATCH 300000 200",
  ]],
  ["of known size in chunks", { size: SIZE }, 150_000, [
    "PATCH 0 204",
    "PATCH 150000 200",
  ]],
];

for (const [name, params, chunkSize, requests] of SENT) {
  Deno.test(`rufh sends a stream ${name}`, async () => {
    await using server = await new RufhServer({ limits: LIMITS }).listen();

    const ended = await uploadByRufh(server, { chunkSize }, {
      source: streamOf(RUFH_BYTES, 7_777),
      ...params,
    });

    assertEquals([ended.response, ended.bytesStored], ["300000", SIZE]);
    assertEquals(requestsTo(server), ["POST 201", ...requests]);
    assert(await hasStoredRufh(server));
    const { headers } = server.onlyUpload.creation;
    assertEquals(headers.get("upload-length"), params.size?.toString() ?? null);
  });
}

Deno.test("rufh sends an empty stream", async () => {
  for (const version of [8, 6] as const) {
    for (const chunkSize of [undefined, 5]) {
      await using server = await new RufhServer({ version }).listen();
      const source = streamOf(new Uint8Array());

      const ended = await uploadByRufh(server, { chunkSize }, { source });

      assertEquals([ended.response, ended.bytesStored], ["0", 0]);
      assert(await hasStoredRufh(server, new Uint8Array()));
    }
  }
});

for (const params of [{}, { size: SIZE }]) {
  const kind = "size" in params ? "known" : "unknown";
  Deno.test(`rufh resumes a stream of ${kind} size within its chunk`, async () => {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    let breaks = 0;
    server.hooks.keep = ({ method }) =>
      method === "PATCH" && breaks++ % 2 === 0 ? 10_001 : undefined;

    const ended = await uploadByRufh(server, { chunkSize: 64_000 }, {
      source: streamOf(RUFH_BYTES, 7_777),
      ...params,
    });

    assertEquals([ended.ok, ended.bytesStored], [true, SIZE]);
    assert(await hasStoredRufh(server));
  });

  Deno.test(`rufh does not resume a stream of ${kind} size without chunks, and says how to`, async () => {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    server.hooks.keep = ({ method }) => method === "PATCH" ? 10_001 : undefined;

    const { error } = await uploadByRufh(server, {}, {
      source: streamOf(RUFH_BYTES, 7_777),
      ...params,
    });

    assertEquals(error?.code, "source");
    assertStringIncludes(error?.hint ?? "", "'chunkSize'");
    assertEquals(server.requestsOf("PATCH").length, 1);
  });

  Deno.test(`rufh learns that a stream of ${kind} size is complete if the last response was lost`, async () => {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    server.hooks.lose = ({ method }) => method === "PATCH";

    const ended = await uploadByRufh(server, {}, {
      source: streamOf(RUFH_BYTES),
      ...params,
    });

    assertEquals([ended.ok, ended.method], [true, "HEAD"]);
    assert(await hasStoredRufh(server));
  });
}

Deno.test("rufh sends a function that opens streams of unknown size again from its start", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  let breaks = 1;
  server.hooks.keep = ({ method }) =>
    method === "PATCH" && breaks-- > 0 ? 10_001 : undefined;

  const ended = await uploadByRufh(server, {}, {
    source: ({ start }) => streamOf(RUFH_BYTES.subarray(start)),
  });

  assertEquals([ended.ok, ended.bytesStored], [true, SIZE]);
  assert(await hasStoredRufh(server));
});

Deno.test("a stream that fails never becomes a complete upload", async () => {
  for (const chunkSize of [undefined, 64_000]) {
    await using server = await new RufhServer({ limits: LIMITS }).listen();
    const source = new ReadableStream({
      start(controller) {
        controller.enqueue(RUFH_BYTES.slice(0, 100_000));
      },
      pull(controller) {
        controller.error(new Error("broken"));
      },
    });

    const { error } = await uploadByRufh(server, { chunkSize }, { source });

    assertEquals(error?.code, "source");
    assertEquals(server.onlyUpload.isComplete, false);
  }
});

Deno.test("rufh closes a stream of known size that has all bytes on the server", async () => {
  await using server = await new RufhServer({ limits: LIMITS }).listen();
  server.hooks.answer = ({ method, path, offset }) => {
    if (method !== "PATCH" || offset !== 200_000) return undefined;
    server.uploads.get(path)?.append(RUFH_BYTES.slice(offset));
    server.uploads.get(path)?.acknowledge(SIZE);
    return { status: 204, headers: { "Upload-Complete": "?0" } };
  };

  const ended = await uploadByRufh(server, { chunkSize: 100_000 }, {
    source: streamOf(RUFH_BYTES),
    size: SIZE,
  });

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(server).at(-1), "PATCH 300000 200");
  assert(await hasStoredRufh(server));
});
