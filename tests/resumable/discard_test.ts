import { singleRequest } from "../../src/transfer/single_request.ts";
import { UploadError } from "@network/upload";
import { discard, MemoryStore } from "@network/upload/resumable";
import { assertEquals, assertRejects } from "@std/assert";
import {
  requestsTo,
  TUS_BYTES,
  tusOptions,
  uploadByTus,
} from "../support/tus/tus_scene.ts";
import { type TusOptions, TusServer } from "../support/tus/tus_server.ts";

/** A server with an upload that was interrupted. */
async function interrupted(options: object = {}, server: TusOptions = {}) {
  const listening = await new TusServer(server).listen();
  const store = new MemoryStore();
  listening.hooks.keep = ({ method }) => method === "PATCH" ? 9 : undefined;
  const call = [listening, { store, ...options }] as const;
  await uploadByTus(...call, { retry: 0 });
  listening.hooks = {};
  listening.requests.length = 0;
  return { server: listening, store, call: tusOptions(...call) };
}

Deno.test("discard() ends an upload on the server and in the store", async () => {
  for (const parallel of [1, 3]) {
    const { server, store, call } = await interrupted({ parallel });
    await using _server = server;
    assertEquals(server.uploads.size, parallel);

    assertEquals(await discard(call), true);
    assertEquals(server.uploads.size, 0);
    assertEquals(await Array.fromAsync(store.list()), []);
    assertEquals(await discard(call), false);
    assertEquals(server.violations, []);
  }
});

Deno.test("discard() ends an upload of which the server knows nothing any more", async () => {
  const { server, store, call } = await interrupted();
  await using _server = server;
  server.uploads.clear();

  assertEquals(await discard(call), true);
  assertEquals(await Array.fromAsync(store.list()), []);
});

Deno.test("discard() keeps what it could not end, and rejects", async () => {
  const { server, store, call } = await interrupted();
  await using _server = server;
  server.hooks.answer = () => ({ status: 403 });

  const error = await assertRejects(() => discard(call), UploadError);

  assertEquals(error.code, "status");
  assertEquals((await Array.fromAsync(store.list())).length, 1);
});

Deno.test("discard() forgets what the server cannot end, and says so", async () => {
  const { server, store, call } = await interrupted({}, {
    extensions: ["creation"],
  });
  await using _server = server;

  const error = await assertRejects(() => discard(call), UploadError);

  assertEquals(
    error.message,
    `Cannot upload to "${
      new URL(server.url).host
    }": the server does not support the extension "termination" of tus`,
  );
  assertEquals(await Array.fromAsync(store.list()), []);
});

Deno.test("discard() ends an upload by its URL, and is repeated as an upload is", async () => {
  const { server } = await interrupted();
  await using _server = server;
  const uploadUrl = new URL(server.onlyUpload.path, server.url);
  let refusals = 2;
  server.hooks.answer = () => refusals-- > 0 ? { status: 503 } : undefined;

  const options = tusOptions(server, { uploadUrl, methodOverride: true });
  assertEquals(await discard(options), true);

  assertEquals(requestsTo(server).at(-1), "DELETE 204");
  assertEquals(server.uploads.size, 0);
});

Deno.test("discard() needs a protocol that can", async () => {
  const options = {
    url: "https://h/",
    source: TUS_BYTES,
    protocol: singleRequest,
  };
  await assertRejects(
    () => discard(options),
    TypeError,
    "'protocol' must be one that can discard uploads, such as tus() (got function)",
  );
});
