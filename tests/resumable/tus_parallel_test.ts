import { assert, assertEquals } from "@std/assert";
import { MemoryStore } from "@network/upload/resumable";
import { sameBytes } from "../support/bytes.ts";
import { times } from "../support/server_hooks.ts";
import { TUS_BYTES, uploadByTus } from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = TUS_BYTES.length;

/** The concatenated upload of a server, checked. */
async function finalBytes(server: TusServer): Promise<Uint8Array> {
  assertEquals([server.violations, server.repeatedBytes], [[], 0]);
  const finals = [...server.uploads.values()].filter(({ isFinal }) => isFinal);
  const [only] = finals;
  assert(only !== undefined && finals.length === 1 && only.isComplete);
  assertEquals(only.metadataRecord["filetype"], "application/octet-stream");
  return await only.bytes();
}

Deno.test("tus sends parts at the same time, and the server makes one upload of them", async () => {
  await using server = await new TusServer().listen();
  const arrived = Promise.withResolvers<void>();
  let patches = 0;
  // No part is stored before all of them are here.
  server.hooks.answer = async ({ method }) => {
    if (method === "PATCH" && ++patches === 3) arrived.resolve();
    if (method === "PATCH") await arrived.promise;
    return undefined;
  };

  const ended = await uploadByTus(server, { parallel: 3 });

  assertEquals([ended.status, ended.method, ended.bytesStored], [
    ...[201, "POST", SIZE],
  ]);
  assert(sameBytes(await finalBytes(server), TUS_BYTES));
  assertEquals(server.requestsOf("PATCH").map(({ received }) => received), [
    ...[100_000, 100_000, 100_000],
  ]);
});

Deno.test("tus resumes each part where it is, after lost connections and refusals", async () => {
  await using server = await new TusServer().listen();
  let breaks = 4;
  server.hooks.keep = ({ method }) =>
    method === "PATCH" && breaks-- > 0 ? 1_000 * breaks : undefined;
  server.hooks.answer = times(1, "HEAD", { status: 503 });

  const ended = await uploadByTus(server, { parallel: 4, chunkSize: 20_000 });

  assertEquals([ended.status, ended.bytesStored], [201, SIZE]);
  assert(sameBytes(await finalBytes(server), TUS_BYTES));
});

Deno.test("the parts of an upload are resumed from a store, as many as there were", async () => {
  await using server = await new TusServer().listen();
  const store = new MemoryStore();
  server.hooks.keep = ({ method }) => method === "PATCH" ? 5_000 : undefined;
  const interrupted = await uploadByTus(server, { parallel: 3, store }, {
    retry: 0,
  });
  server.hooks = {};

  const ended = await uploadByTus(server, { parallel: 2, store });

  assertEquals([interrupted.ok, ended.status], [false, 201]);
  assert(sameBytes(await finalBytes(server), TUS_BYTES));
  assertEquals(server.requestsOf("POST").length, 4);
  assertEquals(await Array.fromAsync(store.list()), []);
});

Deno.test("parts are concatenated again if the last response is lost", async () => {
  await using server = await new TusServer().listen();
  let loses = 1;
  server.hooks.lose = ({ headers }) =>
    (headers.get("upload-concat")?.startsWith("final;") ?? false) &&
    loses-- > 0;

  const ended = await uploadByTus(server, { parallel: 2 });

  assertEquals([ended.status, server.repeatedBytes], [201, 0]);
  assertEquals(server.requestsOf("PATCH").length, 2);
});

Deno.test("the refusal of one part is the outcome, and no other goes on", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = ({ method, path }) =>
    method === "PATCH" && path === "/files/2" ? { status: 507 } : undefined;

  const ended = await uploadByTus(server, { parallel: 3, chunkSize: 100 });

  assertEquals(ended.status, 507);
  assert(server.requestsOf("PATCH").length < 1_000);
});

Deno.test("a part that is gone is created anew, and the others go on", async () => {
  await using server = await new TusServer().listen();
  server.hooks.answer = ({ method, path }) => {
    if (method !== "PATCH" || path !== "/files/2") return undefined;
    server.uploads.delete(path);
    return { status: 404 };
  };

  const ended = await uploadByTus(server, { parallel: 3 });

  assertEquals(ended.status, 201);
  assert(sameBytes(await finalBytes(server), TUS_BYTES));
  assertEquals(server.requestsOf("POST").length, 5);
});

Deno.test("a source of fewer bytes than parts has one part a byte, and one byte is not divided", async () => {
  for (const [size, posts] of [[2, 3], [1, 1], [0, 1]] as const) {
    await using server = await new TusServer().listen();
    const source = new Uint8Array(size);

    const ended = await uploadByTus(server, { parallel: 5 }, { source });

    assertEquals(ended.ok, true);
    assertEquals(server.requestsOf("POST").length, posts);
  }
});

Deno.test("a stream is not sent in parallel, and the error says so", async () => {
  await using server = await new TusServer().listen();
  const stream = () => new Blob([TUS_BYTES]).stream();

  const known = await uploadByTus(server, { parallel: 2 }, {
    source: stream(),
    size: SIZE,
  });
  const unknown = await uploadByTus(server, { parallel: 2 }, {
    source: stream,
  });

  assertEquals([known.error?.code, unknown.error?.code], ["source", "source"]);
  assertEquals([known.error?.message, unknown.error?.message], [
    "Cannot send the source in 2 parts at the same time: it is a stream",
    "Cannot send the source in 2 parts at the same time: its size is not known",
  ]);
  assertEquals(server.requests.length, 0);
});
