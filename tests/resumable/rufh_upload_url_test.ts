import { assertEquals } from "@std/assert";
import { requestsTo } from "../support/requests_to.ts";
import { RufhServer } from "../support/rufh/rufh_server.ts";
import { interruptRufh, uploadByRufh } from "../support/rufh/rufh_uploads.ts";

Deno.test("rufh creates nothing in the place of an upload that others created", async () => {
  await using server = await new RufhServer().listen();

  const uploadUrl = new URL("/uploads/7", server.url);
  const ended = await uploadByRufh(server, { uploadUrl });

  assertEquals(ended.status, 404);
  assertEquals(requestsTo(server), ["HEAD 404"]);
});

Deno.test("rufh does not send a source to an upload of another length", async () => {
  await using server = await new RufhServer().listen();
  await uploadByRufh(server, {}, { source: new Uint8Array(5) });

  const uploadUrl = new URL(server.onlyUpload.path, server.url);
  const { error } = await uploadByRufh(server, { uploadUrl });

  assertEquals(
    [error?.code, error?.message],
    [
      "protocol",
      `Cannot upload to "${uploadUrl.host}": the server expects 5 bytes, but the source has 300000`,
    ],
  );
});

Deno.test("rufh does not take a complete upload of another size for its own", async () => {
  await using server = await new RufhServer().listen();
  const headers = { "Upload-Complete": "?1", "Upload-Offset": "5" };
  server.hooks.answer = () => ({ status: 204, headers });

  const uploadUrl = new URL("/uploads/1", server.url);
  const { error, ok } = await uploadByRufh(server, { uploadUrl });

  assertEquals([ok, error?.code], [false, "protocol"]);
  assertEquals(requestsTo(server), ["HEAD 204"]);
});

for (const chunkSize of [Infinity, 100]) {
  Deno.test(`rufh does not complete an upload that has more than its source, in appends of ${chunkSize}`, async () => {
    await using server = await new RufhServer().listen();
    await interruptRufh(server, [server, { chunkSize: 100_000 }]);
    const uploadUrl = new URL(server.onlyUpload.path, server.url);

    const { error } = await uploadByRufh(server, { uploadUrl, chunkSize }, {
      source: () => ReadableStream.from([new Uint8Array(99_999)]),
    });

    assertEquals([error?.code, error?.message], [
      "source",
      "Cannot send the source from byte 100000 on: it has 99999 bytes",
    ]);
    assertEquals(server.onlyUpload.isComplete, false);
  });
}
