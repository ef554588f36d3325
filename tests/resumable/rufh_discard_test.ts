import { UploadError } from "@network/upload";
import { discard, MemoryStore } from "@network/upload/resumable";
import { assertEquals, assertRejects } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { rufhOptions, uploadByRufh } from "../support/rufh/rufh_uploads.ts";

/** A server with an upload that was interrupted. */
async function interrupted(version: 6 | 8 = 8) {
  const server = await new RufhServer({ version }).listen();
  const store = new MemoryStore();
  server.hooks.keep = ({ method }) => method === "PATCH" ? 9 : undefined;
  await uploadByRufh(server, { store }, { retry: 0 });
  server.hooks = {};
  server.requests.length = 0;
  return { server, store, call: rufhOptions(server, { store }) };
}

for (const version of [8, 6] as const) {
  Deno.test(`discard() ends an upload by rufh ${version} on the server and in the store`, async () => {
    const { server, store, call } = await interrupted(version);
    await using _server = server;

    assertEquals(await discard(call), true);
    assertEquals(server.uploads.size, 0);
    assertEquals(await Array.fromAsync(store.list()), []);
    assertEquals(await discard(call), false);
    assertEquals(requestsTo(server), ["DELETE 204"]);
    assertEquals(server.violations, []);
  });
}

Deno.test("discard() keeps an upload by rufh that it could not end, and rejects", async () => {
  const { server, store, call } = await interrupted();
  await using _server = server;
  server.hooks.answer = () => ({ status: 403 });

  const error = await assertRejects(() => discard(call), UploadError);

  assertEquals(error.code, "status");
  assertEquals((await Array.fromAsync(store.list())).length, 1);
});

Deno.test("discard() forgets an upload by rufh that the server cannot end, and says so", async () => {
  const { server, store, call } = await interrupted();
  await using _server = server;
  server.hooks.answer = () => ({ status: 405 });

  const error = await assertRejects(() => discard(call), UploadError);

  const { host } = new URL(server.url);
  assertEquals(
    [error.code, error.message],
    [
      "protocol",
      `Cannot upload to "${host}": the server does not end uploads`,
    ],
  );
  assertEquals(await Array.fromAsync(store.list()), []);
});

Deno.test("discard() ends an upload by rufh by its URL", async () => {
  const { server } = await interrupted();
  await using _server = server;
  const uploadUrl = new URL(server.onlyUpload.path, server.url);

  assertEquals(await discard(rufhOptions(server, { uploadUrl })), true);

  assertEquals(requestsTo(server), ["DELETE 204"]);
});
