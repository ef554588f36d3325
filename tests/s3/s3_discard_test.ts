import { assertEquals } from "@std/assert";
import { discard, MemoryStore } from "@network/upload/resumable";
import { refusing } from "../support/s3/s3_hooks.ts";
import { entriesOf, interrupt } from "../support/s3/interrupted_scene.ts";
import { s3Upload } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

Deno.test("discard() removes the parts from the server, and the upload from the store", async () => {
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  await interrupt([server, { store }, {}]);
  assertEquals(await discard(s3Upload(server, { store })), true);
  assertEquals(server.bucket().uploads.length, 0);
  assertEquals(await entriesOf(store), []);
  assertEquals(await discard(s3Upload(server, { store })), false);
});

Deno.test("discard() ends an upload that the server does not have any more", async () => {
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  await interrupt([server, { store }, {}]);
  server.bucket().removeUpload(server.bucket().onlyUpload);
  assertEquals(await discard(s3Upload(server, { store })), true);
  assertEquals(await entriesOf(store), []);
});

Deno.test("discard() keeps what the server refuses to remove", async () => {
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  await interrupt([server, { store }, {}]);
  server.hooks.answer = refusing("AbortMultipartUpload", "AccessDenied");
  const error = await discard(s3Upload(server, { store })).catch((thrown) =>
    thrown
  );
  assertEquals(error.code, "status");
  assertEquals((await entriesOf(store)).length, 1);
});
