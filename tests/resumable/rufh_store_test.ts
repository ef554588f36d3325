import { upload } from "@network/upload";
import { FileStore, MemoryStore, rufh } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  interruptRufh,
  RUFH_BYTES,
  rufhOptions,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";
import { recordWarnings } from "../support/warnings.ts";

const SIZE = RUFH_BYTES.length;
const CHUNK = 100_000;

for (const version of [8, 6] as const) {
  Deno.test(`rufh ${version}: the same call resumes a file, bytes and a File from a store`, async () => {
    using folder = new TempFolder();
    const sources = [
      folder.write("a.bin", RUFH_BYTES),
      RUFH_BYTES,
      new Blob([RUFH_BYTES]),
      new File([RUFH_BYTES], "a.bin", { lastModified: 5 }),
    ];
    for (const source of sources) {
      await using server = await new RufhServer({ version }).listen();
      const store = new FileStore(`${folder.path}/store`);
      const options = { store, chunkSize: CHUNK };
      await interruptRufh(server, [server, options, { source }]);

      const running = upload(
        rufhOptions(server, options, { source, progress: true }),
      );
      const events = await eventsOf(running);

      assertEquals(requestsTo(server), [
        "HEAD 204",
        `PATCH 100000 ${version === 8 ? 204 : 201}`,
        "PATCH 200000 200",
      ]);
      assert(await hasStoredRufh(server));
      const stored = events.map(({ bytesStored }) => bytesStored);
      assertEquals([stored[0], stored.at(-1)], [0, SIZE]);
      assert(stored.slice(1).every((bytes) => bytes >= CHUNK));
      assertEquals(await Array.fromAsync(store.list()), []);
    }
  });
}

Deno.test("rufh obeys the limits of an upload that it resumes from a store", async () => {
  const limits = { maxAppendSize: CHUNK };
  await using server = await new RufhServer({ limits }).listen();
  const options = { store: new MemoryStore() };
  await interruptRufh(server, [server, options, {}]);

  const ended = await uploadByRufh(server, options);

  assertEquals(ended.response, "300000");
  assertEquals(requestsTo(server), [
    "HEAD 204",
    "PATCH 100000 204",
    "PATCH 200000 200",
  ]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh ends with the response to HEAD if an upload that is still remembered is complete", async () => {
  await using server = await new RufhServer().listen();
  const store = new MemoryStore();
  server.hooks.lose = ({ method }) => method === "PATCH";
  await uploadByRufh(server, { store }, { retry: 0 });
  server.hooks = {};

  const ended = await uploadByRufh(server, { store });
  const other = await uploadByRufh(server, { store });

  assertEquals([ended.ok, ended.method, ended.status], [true, "HEAD", 204]);
  assertEquals(ended.bytesStored, SIZE);
  assertEquals([other.method, server.uploads.size], ["PATCH", 2]);
});

Deno.test("rufh forgets an upload that the target has refused", async () => {
  const process = () => ({ status: 422 });
  await using server = await new RufhServer({ process }).listen();
  const store = new MemoryStore();

  const ended = await uploadByRufh(server, { store });

  assertEquals(ended.status, 422);
  assertEquals(await Array.fromAsync(store.list()), []);
});

for (const status of [400, 401, 403, 500, 503]) {
  Deno.test(`rufh keeps an upload in the store after a ${status}, and after no response`, async () => {
    await using server = await new RufhServer().listen();
    const store = new MemoryStore();
    const options = { store, chunkSize: CHUNK };
    await interruptRufh(server, [server, options, {}]);
    const before = await Array.fromAsync(store.list());
    assertEquals(before.length, 1);
    server.hooks.answer = () => ({ status });
    const refused = await uploadByRufh(server, options, { retry: 0 });
    server.hooks = { keep: () => 0, lose: () => true };
    await uploadByRufh(server, options, { retry: 0 });
    server.hooks = {};

    assertEquals([refused.status, await Array.fromAsync(store.list())], [
      status,
      before,
    ]);
    assertEquals((await uploadByRufh(server, options)).status, 200);
    assert(await hasStoredRufh(server));
  });
}

Deno.test("rufh creates a remembered upload anew that is gone", async () => {
  await using server = await new RufhServer().listen();
  const options = { store: new MemoryStore(), chunkSize: CHUNK };
  await interruptRufh(server, [server, options, {}]);
  server.uploads.clear();

  const ended = await uploadByRufh(server, options);

  assertEquals(ended.status, 200);
  assertEquals(requestsTo(server).slice(0, 2), ["HEAD 404", "POST 201"]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh of another version does not continue an upload", async () => {
  await using server = await new RufhServer().listen();
  const store = new MemoryStore();
  await interruptRufh(server, [server, { store, chunkSize: CHUNK }, {}]);

  const { target } = server;
  const { error } = await uploadByRufh({ target, version: 6 }, { store });

  assertEquals(error?.code, "protocol");
  assertEquals(requestsTo(server), ["POST 400"]);
  assertEquals((await Array.fromAsync(store.list())).length, 1);
});

Deno.test("rufh warns of a store that fails, and goes on", async () => {
  using warnings = recordWarnings();
  await using server = await new RufhServer().listen();
  const fail = () => Promise.reject(new Error("read-only"));
  const store = {
    get: fail,
    set: fail,
    delete: fail,
    list: () => [],
    lock: fail,
  };

  const ended = await uploadByRufh(server, { store, chunkSize: CHUNK });

  assertEquals([ended.status, warnings.texts.length], [200, 1]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh does not remember a source that cannot be recognized, and resumes it in its run", async () => {
  await using server = await new RufhServer().listen();
  let breaks = 1;
  server.hooks.keep = ({ method }) =>
    method === "PATCH" && breaks-- > 0 ? 5 : undefined;
  const store = new MemoryStore();

  const ended = await upload({
    ...rufhOptions(server),
    source: ({ start, end }) => RUFH_BYTES.slice(start, end),
    protocol: rufh({ store }),
  });

  assertEquals([ended.status, await Array.fromAsync(store.list())], [200, []]);
  assert(await hasStoredRufh(server));
});
