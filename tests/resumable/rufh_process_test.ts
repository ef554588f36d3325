import { FileStore } from "@network/upload/resumable";
import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { spawnProgram } from "../support/program.ts";
import { withSignals } from "../support/platform.ts";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import {
  hasStoredRufh,
  RUFH_BYTES,
  uploadByRufh,
} from "../support/rufh/rufh_uploads.ts";

withSignals.test("an upload by rufh of a process that was killed is resumed by another, and not before", async () => {
  using folder = new TempFolder();
  const source = folder.write("a.bin", RUFH_BYTES);
  const directory = `${folder.path}/store`;
  const limits = { maxSize: RUFH_BYTES.length };
  await using server = await new RufhServer({ limits }).listen();
  const arrived = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  server.hooks.answer = async ({ offset }) => {
    if (offset !== 200_000) return undefined;
    arrived.resolve();
    await released.promise;
    return { status: 503 };
  };
  const child = spawnProgram("tests/support/rufh/rufh_program.ts", {
    permissions: ["-A"],
    args: [server.target, source, directory],
  });
  await arrived.promise;
  const options = { store: new FileStore(directory), chunkSize: 100_000 };

  const early = await uploadByRufh(server, options, { source });
  child.kill("SIGKILL");
  await child.output();
  released.resolve();
  server.hooks = {};
  const ended = await uploadByRufh(server, options, { source });

  assertEquals(early.error?.code, "store");
  assertEquals([ended.response, ended.bytesStored], ["300000", 300_000]);
  assertEquals(requestsTo(server).slice(-2), ["HEAD 204", "PATCH 200000 200"]);
  assert(await hasStoredRufh(server));
  assertEquals(await Array.fromAsync(options.store.list()), []);
});
