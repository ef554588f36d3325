import { upload } from "@network/upload";
import { MemoryStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  rufhOptions,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

const CHUNK = 100_000;

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
