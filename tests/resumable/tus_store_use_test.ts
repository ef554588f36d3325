import { upload } from "@network/upload";
import { MemoryStore, tus, type UploadStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import {
  hasStored,
  requestsTo,
  TUS_BYTES,
  tusOptions,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { TusServer } from "../support/tus/tus_server.ts";
import { recordWarnings } from "../support/warnings.ts";

const CHUNK = 100_000;

Deno.test("two uploads of the same source do not run at the same time", async () => {
  await using server = await new TusServer().listen();
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
  const first = upload(tusOptions(server, { store }));
  await arrived.promise;

  const second = await uploadByTus(server, { store });
  released.resolve();

  assertEquals([second.error?.code, second.error?.isTransient], [
    "store",
    false,
  ]);
  assertEquals((await first).status, 204);
  assert(await hasStored(server));
});

Deno.test("a call right after a cancel resumes the upload", async () => {
  await using server = await new TusServer().listen();
  const options = { store: new MemoryStore(), chunkSize: CHUNK };
  const arrived = Promise.withResolvers<void>();
  server.hooks.keep = ({ offset }) => {
    if (offset === CHUNK) arrived.resolve();
    return undefined;
  };
  const running = upload(tusOptions(server, options));
  await arrived.promise;

  running.cancel();
  const ended = await uploadByTus(server, options);

  assertEquals([(await running).error?.code, ended.ok], ["cancelled", true]);
  assert(requestsTo(server).includes("HEAD 200"));
  assert(await hasStored(server));
});

Deno.test("a store is written to once for an upload, and not for one that others created", async () => {
  await using server = await new TusServer({ lifetime: 3_600_000 }).listen();
  const steps: string[] = [];
  const memory = new MemoryStore();
  const store: UploadStore = {
    get: (key) => (steps.push("get"), memory.get(key)),
    set: (key, value) => (steps.push("set"), memory.set(key, value)),
    delete: (key) => (steps.push("delete"), memory.delete(key)),
    list: () => memory.list(),
  };

  await uploadByTus(server, { store, chunkSize: CHUNK });
  assertEquals(steps, ["get", "set", "delete"]);
  const uploadUrl = new URL(server.onlyUpload.path, server.url);
  await uploadByTus(server, { store, uploadUrl });
  assertEquals(steps.length, 3);
});

Deno.test("the time when an upload expires is kept if a response does not repeat it", async () => {
  await using server = await new TusServer({ lifetime: 3_600_000 }).listen();
  const store = new MemoryStore();
  server.hooks.answer = ({ offset }) => {
    if (offset !== 0) return offset === undefined ? undefined : { status: 507 };
    server.onlyUpload.append(TUS_BYTES.slice(0, CHUNK));
    return { status: 204, headers: { "Upload-Offset": String(CHUNK) } };
  };

  await uploadByTus(server, { store, chunkSize: CHUNK });

  const [[, value] = []] = await Array.fromAsync(store.list());
  assert(JSON.stringify(value).includes('"expires"'));
});

Deno.test("a store that fails is warned of, and the upload goes on", async () => {
  using warnings = recordWarnings();
  await using server = await new TusServer().listen();
  const fail = () => Promise.reject(new Error("read-only"));
  const store = {
    get: fail,
    set: fail,
    delete: fail,
    list: () => [],
    lock: fail,
  };

  const ended = await uploadByTus(server, { store, chunkSize: CHUNK });

  assertEquals([ended.status, warnings.texts.length], [204, 1]);
  assert(await hasStored(server));
});

Deno.test("a source that cannot be recognized is not remembered, and goes on in its run", async () => {
  await using server = await new TusServer().listen();
  let breaks = 1;
  server.hooks.keep = ({ method }) =>
    method === "PATCH" && breaks-- > 0 ? 5 : undefined;
  const store = new MemoryStore();

  const ended = await upload({
    ...tusOptions(server),
    source: ({ start, end }) => TUS_BYTES.slice(start, end),
    protocol: tus({ store }),
  });

  assertEquals([ended.status, await Array.fromAsync(store.list())], [204, []]);
  assert(await hasStored(server));
});
