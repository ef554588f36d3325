import { assert, assertEquals } from "@std/assert";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = TUS_BYTES.length;

/** The bytes in odd chunks, as a stream. */
function streamOf(bytes: Uint8Array<ArrayBuffer> = TUS_BYTES) {
  const chunks = [];
  for (let at = 0; at < bytes.length; at += 7_777) {
    chunks.push(bytes.slice(at, at + 7_777));
  }
  return ReadableStream.from(chunks);
}

const SENT: readonly [string, object, { chunkSize?: number }, string[]][] = [
  ["in one PATCH, and its length after it", {}, {}, [
    ...["OPTIONS 204", "POST 201", "PATCH 0 204", "PATCH 300000 204"],
  ]],
  ["of known size in one PATCH", { size: SIZE }, {}, [
    ...["POST 201", "PATCH 0 204"],
  ]],
  ["in chunks, and its length with the last one", {}, { chunkSize: 160_000 }, [
    ...["OPTIONS 204", "POST 201", "PATCH 0 204", "PATCH 160000 204"],
  ]],
  ["in whole chunks, and its length after them", {}, { chunkSize: 150_000 }, [
    ...["OPTIONS 204", "POST 201", "PATCH 0 204", "PATCH 150000 204"],
    "PATCH 300000 204",
  ]],
  ["of known size in chunks", { size: SIZE }, { chunkSize: 150_000 }, [
    ...["POST 201", "PATCH 0 204", "PATCH 150000 204"],
  ]],
];

for (const [name, params, options, requests] of SENT) {
  Deno.test(`tus sends a stream ${name}`, async () => {
    await using server = await new TusServer().listen();

    const ended = await uploadByTus(server, options, {
      source: streamOf(),
      ...params,
    });

    assertEquals([ended.status, ended.bytesStored], [204, SIZE]);
    assertEquals(requestsTo(server), requests);
    assert(await hasStored(server));
  });
}

Deno.test("tus sends an empty stream", async () => {
  for (const options of [{}, { chunkSize: 5 }]) {
    await using server = await new TusServer().listen();
    const source = streamOf(new Uint8Array());

    const ended = await uploadByTus(server, options, { source });

    assertEquals([ended.status, ended.bytesStored], [204, 0]);
    assert(await hasStored(server, new Uint8Array()));
  }
});
