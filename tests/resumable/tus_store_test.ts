import { upload } from "@network/upload";
import { FileStore, MemoryStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
  tusOptions,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";

const SIZE = TUS_BYTES.length;
const CHUNK = 100_000;

/** Begins an upload, which the server refuses after its first chunk. */
async function interrupt(
  server: TusServer,
  options: Parameters<typeof uploadByTus>,
): Promise<void> {
  server.hooks.answer = ({ offset }) =>
    offset === CHUNK ? { status: 507 } : undefined;
  assertEquals((await uploadByTus(...options)).status, 507);
  server.hooks = {};
  server.requests.length = 0;
}

const CHANGES: readonly [name: string, change: (path: string) => void][] = [
  ["was written to", (path) => Deno.writeFileSync(path, TUS_BYTES)],
  ["has another time", (path) => Deno.utimeSync(path, 1, 1)],
  ["is longer", (path) => {
    Deno.writeFileSync(path, Uint8Array.of(...new Uint8Array(9)), {
      append: true,
    });
    Deno.utimeSync(path, 1000, 1000);
  }],
  ["was replaced", (path) => {
    Deno.writeFileSync(`${path}.new`, TUS_BYTES);
    Deno.renameSync(`${path}.new`, path);
    Deno.utimeSync(path, 1000, 1000);
  }],
];

Deno.test("the same call resumes a file, bytes and a File from a store", async () => {
  using folder = new TempFolder();
  const sources = [
    folder.write("a.bin", TUS_BYTES),
    TUS_BYTES,
    new Blob([TUS_BYTES]),
    new File([TUS_BYTES], "a.bin", { lastModified: 5 }),
  ];
  for (const source of sources) {
    await using server = await new TusServer().listen();
    const store = new FileStore(`${folder.path}/store`);
    const options = [server, { store, chunkSize: CHUNK }, { source }] as const;
    await interrupt(server, [...options]);

    const running = upload(
      tusOptions(options[0], options[1], { source, progress: true }),
    );
    const events = await eventsOf(running);

    assertEquals(requestsTo(server), [
      "HEAD 200",
      "PATCH 100000 204",
      "PATCH 200000 204",
    ]);
    assert(await hasStored(server));
    const stored = events.map(({ bytesStored }) => bytesStored);
    assertEquals([stored[0], stored.at(-1)], [0, SIZE]);
    assert(stored.slice(1).every((bytes) => bytes >= CHUNK));
    assertEquals(await Array.fromAsync(store.list()), []);
  }
});

Deno.test("a complete upload that is still remembered ends with the response to HEAD", async () => {
  await using server = await new TusServer().listen();
  const store = new MemoryStore();
  server.hooks.lose = ({ method }) => method === "PATCH";
  await uploadByTus(server, { store }, { retry: 0 });
  server.hooks = {};

  const ended = await uploadByTus(server, { store });
  const other = await uploadByTus(server, { store });

  assertEquals([ended.ok, ended.method, ended.status], [true, "HEAD", 200]);
  assertEquals(ended.bytesStored, SIZE);
  assertEquals([other.method, server.uploads.size], ["PATCH", 2]);
});

for (const [name, change] of CHANGES) {
  Deno.test(`a file that ${name} is not continued: the old upload is ended, and a new one begins`, async () => {
    using folder = new TempFolder();
    await using server = await new TusServer().listen();
    const source = folder.write("a.bin", TUS_BYTES);
    Deno.utimeSync(source, 1000, 1000);
    const store = new MemoryStore();
    const options = { store, chunkSize: CHUNK };
    await interrupt(server, [server, options, { source }]);
    change(source);

    const ended = await uploadByTus(server, options, { source });

    assertEquals(ended.status, 204);
    assertEquals(requestsTo(server).slice(0, 3), [
      "DELETE 204",
      "POST 201",
      "PATCH 0 204",
    ]);
    assert(await hasStored(server, await Deno.readFile(source)));
    assertEquals(await Array.fromAsync(store.list()), []);
  });
}

Deno.test("a new upload begins though the old one cannot be ended", async () => {
  using folder = new TempFolder();
  await using server = await new TusServer({ extensions: ["creation"] })
    .listen();
  const source = folder.write("a.bin", TUS_BYTES);
  const options = { store: new MemoryStore(), chunkSize: CHUNK };
  await interrupt(server, [server, options, { source }]);
  Deno.utimeSync(source, 1, 1);

  const ended = await uploadByTus(server, options, { source });

  assertEquals([ended.status, server.uploads.size], [204, 2]);
});

for (const status of [401, 403, 500, 503]) {
  Deno.test(`the URL of an upload stays in the store after a ${status}, and after no response`, async () => {
    await using server = await new TusServer().listen();
    const store = new MemoryStore();
    const options = { store, chunkSize: CHUNK };
    await interrupt(server, [server, options, {}]);
    const before = await Array.fromAsync(store.list());
    assertEquals(before.length, 1);
    server.hooks.answer = () => ({ status });
    const refused = await uploadByTus(server, options, { retry: 0 });
    server.hooks = { keep: () => 0, lose: () => true };
    await uploadByTus(server, options, { retry: 0 });
    server.hooks = {};

    assertEquals([refused.status, await Array.fromAsync(store.list())], [
      status,
      before,
    ]);
    assertEquals((await uploadByTus(server, options)).status, 204);
    assert(await hasStored(server));
  });
}

Deno.test("a remembered upload that is gone is created anew, and one that has expired too", async () => {
  await using server = await new TusServer({ lifetime: 3_600_000 }).listen();
  const store = new MemoryStore();
  const options = { store, chunkSize: CHUNK };
  await interrupt(server, [server, options, {}]);
  const [[, value] = []] = await Array.fromAsync(store.list());
  assert(JSON.stringify(value).includes('"expires"'));
  server.onlyUpload.expire();
  server.hooks.answer = ({ method }) =>
    method === "HEAD" ? { status: 410 } : undefined;

  const ended = await uploadByTus(server, options);

  assertEquals(ended.status, 204);
  assertEquals(requestsTo(server).slice(0, 2), ["HEAD 410", "POST 201"]);
});
