import { upload } from "@network/upload";
import { FileStore, MemoryStore, rufh } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  rufhOptions,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";
import { recordWarnings } from "../support/warnings.ts";

const SIZE = RUFH_BYTES.length;
const CHUNK = 100_000;

/** Begins an upload, which the server refuses after its first append. */
async function interrupt(
  server: RufhServer,
  options: Parameters<typeof uploadByRufh>,
): Promise<void> {
  server.hooks.answer = ({ offset }) =>
    offset === CHUNK ? { status: 507 } : undefined;
  assertEquals((await uploadByRufh(...options)).status, 507);
  server.hooks = {};
  server.requests.length = 0;
}

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
      await interrupt(server, [server, options, { source }]);

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
  await interrupt(server, [server, options, {}]);

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

const CHANGES: readonly [name: string, change: (path: string) => void][] = [
  ["was written to", (path) => Deno.writeFileSync(path, RUFH_BYTES)],
  ["has another time", (path) => Deno.utimeSync(path, 1, 1)],
  ["is longer", (path) => {
    Deno.writeFileSync(path, new Uint8Array(9), { append: true });
    Deno.utimeSync(path, 1000, 1000);
  }],
];

for (const [name, change] of CHANGES) {
  Deno.test(`rufh does not continue a file that ${name}: the old upload is ended, and a new one begins`, async () => {
    using folder = new TempFolder();
    await using server = await new RufhServer().listen();
    const source = folder.write("a.bin", RUFH_BYTES);
    Deno.utimeSync(source, 1000, 1000);
    const store = new MemoryStore();
    const options = { store, chunkSize: CHUNK };
    await interrupt(server, [server, options, { source }]);
    change(source);

    const ended = await uploadByRufh(server, options, { source });

    assertEquals(ended.status, 200);
    assertEquals(requestsTo(server).slice(0, 4), [
      ...["DELETE 204", "POST 201", "HEAD 204", "PATCH 0 204"],
    ]);
    assert(await hasStoredRufh(server, await Deno.readFile(source)));
    assertEquals(await Array.fromAsync(store.list()), []);
  });
}

for (const status of [400, 401, 403, 500, 503]) {
  Deno.test(`rufh keeps an upload in the store after a ${status}, and after no response`, async () => {
    await using server = await new RufhServer().listen();
    const store = new MemoryStore();
    const options = { store, chunkSize: CHUNK };
    await interrupt(server, [server, options, {}]);
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
  await interrupt(server, [server, options, {}]);
  server.uploads.clear();

  const ended = await uploadByRufh(server, options);

  assertEquals(ended.status, 200);
  assertEquals(requestsTo(server).slice(0, 2), ["HEAD 404", "POST 201"]);
  assert(await hasStoredRufh(server));
});

Deno.test("rufh of another version does not continue an upload", async () => {
  await using server = await new RufhServer().listen();
  const options = { store: new MemoryStore(), chunkSize: CHUNK };
  await interrupt(server, [server, options, {}]);
  await using older = await new RufhServer({ version: 6 }).listen();
  const { target } = older;

  const ended = await uploadByRufh({ target, version: 6 }, options);

  assertEquals(ended.status, 200);
  assertEquals(requestsTo(older)[0], "POST 201");
});

Deno.test("two uploads by rufh of the same source do not run at the same time", async () => {
  await using server = await new RufhServer().listen();
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  server.hooks.answer = async ({ method }) => {
    if (method === "PATCH") {
      arrived.resolve();
      await released.promise;
    }
    return undefined;
  };
  const store = new MemoryStore();
  const first = upload(rufhOptions(server, { store }));
  await arrived.promise;

  const second = await uploadByRufh(server, { store });
  released.resolve();

  assertEquals([second.error?.code, second.error?.isTransient], [
    "store",
    false,
  ]);
  assertEquals((await first).status, 200);
  assert(await hasStoredRufh(server));
});

Deno.test("a call right after a cancel resumes an upload by rufh", async () => {
  await using server = await new RufhServer().listen();
  const options = { store: new MemoryStore(), chunkSize: CHUNK };
  const arrived = Promise.withResolvers<void>();
  server.hooks.keep = ({ offset }) => {
    if (offset === CHUNK) arrived.resolve();
    return undefined;
  };
  const running = upload(rufhOptions(server, options));
  await arrived.promise;

  running.cancel();
  const ended = await uploadByRufh(server, options);

  assertEquals([(await running).error?.code, ended.ok], ["cancelled", true]);
  assert(await hasStoredRufh(server));
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
