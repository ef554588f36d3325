import { assertEquals, assertMatch } from "@std/assert";
import { upload } from "@network/upload";
import { discard, MemoryStore } from "@network/upload/resumable";
import { TempFolder } from "../support/files.ts";
import { nextOf } from "../support/s3/s3_hooks.ts";
import {
  type Call,
  entriesOf,
  interrupt,
  operationsOf,
} from "../support/s3/interrupted_scene.ts";
import {
  hasObject,
  PART_SIZE,
  patternOf,
  S3_BYTES,
  s3Upload,
  uploadToS3,
} from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { recordWarnings } from "../support/warnings.ts";

Deno.test("the same call resumes from a list of several pages, and sends each stored part once", async () => {
  await using server = await new StrictS3Server({
    minPartSize: 1,
    pageSize: 3,
  }).listen();
  const store = new MemoryStore();
  const source = patternOf(9_500);
  const call: Call = [server, { store, partSize: 1000 }, { source }];
  await interrupt(call, 9);
  assertEquals((await entriesOf(store)).length, 1);
  const ended = await uploadToS3(...call);
  assertEquals([ended.status, ended.bytesStored], [200, 9_500]);
  assertEquals(server.requestsOf("ListParts").length, 3);
  assertEquals([...server.partsSent.keys()].sort(), [10, 9]);
  assertEquals(await hasObject(server, source), true);
  assertEquals(await entriesOf(store), []);
});

Deno.test("10,000 parts are resumed, and no part is sent twice", async () => {
  await using server = await new StrictS3Server({ minPartSize: 1 }).listen();
  const store = new MemoryStore();
  const source = patternOf(10_000);
  const call: Call = [server, { store, partSize: 1 }, { source }];
  await interrupt(
    [server, { store, partSize: 1, parallel: 8 }, { source }],
    5_000,
  );
  const ended = await uploadToS3(...call);
  assertEquals([ended.status, ended.bytesStored], [200, 10_000]);
  assertEquals(new Set(server.partsSent.values()), new Set([1]));
  assertEquals(server.bucket().object("video.mp4").parts.length, 10_000);
  assertEquals(await hasObject(server, source), true);
});

Deno.test("the size of the parts stays that of the beginning", async () => {
  await using server = await new StrictS3Server({ equalParts: true }).listen();
  const store = new MemoryStore();
  await interrupt([server, { store }, {}]);
  const ended = await uploadToS3(server, { store, partSize: 2 * PART_SIZE });
  assertEquals(ended.status, 200);
  assertEquals(operationsOf(server), [
    "ListParts",
    "UploadPart 3",
    "CompleteMultipartUpload",
  ]);
  assertEquals(await hasObject(server), true);
});

Deno.test("a source that has changed is sent anew, after the old parts were removed", async () => {
  using folder = new TempFolder();
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  const source = folder.write("a.bin", S3_BYTES);
  await interrupt([server, { store }, { source }]);
  const changed = S3_BYTES.map((byte) => byte ^ 255);
  for (const bytes of [changed, changed.subarray(0, 9)]) {
    Deno.writeFileSync(source, bytes);
    Deno.utimeSync(source, 1, 1);
    server.requests.length = 0;
    const ended = await uploadToS3(server, { store }, { source });
    assertEquals([ended.status, ended.bytesStored], [200, bytes.byteLength]);
    assertEquals(await hasObject(server, bytes), true);
    assertEquals(await entriesOf(store), []);
    if (bytes === changed) {
      assertEquals(operationsOf(server)[0], "AbortMultipartUpload");
      await interrupt([server, { store }, { source }]);
    }
  }
});

Deno.test("an upload that is complete already is recognized by its object", async () => {
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  server.hooks.lose = nextOf("CompleteMultipartUpload");
  await uploadToS3(server, { store }, { retry: 0 });
  server.hooks = {};
  server.requests.length = 0;
  const ended = await uploadToS3(server, { store });
  assertEquals([ended.status, ended.method], [200, "HEAD"]);
  assertEquals(ended.bytesStored, S3_BYTES.byteLength);
  assertEquals(operationsOf(server), ["ListParts", "HeadObject"]);
  assertEquals(await entriesOf(store), []);
});

for (
  const [name, other] of [
    ["no object", undefined],
    ["an object of another size", patternOf(2 * PART_SIZE + 5)],
    ["an object of one request", patternOf(1234)],
    ["an object of the same size", S3_BYTES.toReversed()],
  ] as const
) {
  Deno.test(`an upload that is gone, with ${name}, is sent anew`, async () => {
    await using server = await new StrictS3Server().listen();
    const store = new MemoryStore();
    await interrupt([server, { store }, {}]);
    server.bucket().removeUpload(server.bucket().onlyUpload);
    if (other !== undefined) await uploadToS3(server, {}, { source: other });
    server.requests.length = 0;
    const ended = await uploadToS3(server, { store });
    assertEquals(ended.status, 200);
    assertEquals(operationsOf(server)[0], "ListParts");
    // Its completion was never sent, so no object can be that of this upload.
    assertEquals(server.requestsOf("HeadObject"), []);
    assertEquals(await hasObject(server), true);
    assertEquals(await entriesOf(store), []);
  });
}

Deno.test("a store that fails is a warning, and the object is stored", async () => {
  for (const name of ["get", "set", "delete"] as const) {
    using warnings = recordWarnings();
    await using server = await new StrictS3Server().listen();
    const store = new MemoryStore();
    Object.assign(store, {
      [name]: () => Promise.reject(new Error("disk full")),
    });
    const ended = await uploadToS3(server, { store });
    assertEquals([name, ended.status], [name, 200]);
    assertEquals(await hasObject(server), true);
    assertMatch(warnings.texts.join(), /its store failed: disk full/);
  }
});

Deno.test("a damaged entry is a warning, and a new upload begins", async () => {
  using warnings = recordWarnings();
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  await interrupt([server, { store }, {}]);
  const [[key] = [""]] = await entriesOf(store);
  await store.set(key, { urls: 5 });
  assertEquals((await uploadToS3(server, { store })).status, 200);
  assertMatch(warnings.texts.join(), /damaged entry/);
});

Deno.test("of two uploads of the same source at once, one is refused", async () => {
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  const hold = Promise.withResolvers<void>();
  server.hooks.hold = () => hold.promise;
  const both = [1, 2].map(() => upload(s3Upload(server, { store })));
  const refused = await Promise.race(both);
  assertEquals(refused.error?.code, "store");
  hold.resolve();
  const outcomes = await Promise.all(both.map(({ ended }) => ended));
  assertEquals(outcomes.map(({ ok }) => ok).sort(), [false, true]);
  assertEquals(await hasObject(server), true);
});

Deno.test("an upload with another checksum is another upload", async () => {
  await using server = await new StrictS3Server().listen();
  const store = new MemoryStore();
  await interrupt([server, { store }, {}]);
  const ended = await uploadToS3(server, { store, checksum: "crc32" });
  assertEquals(ended.status, 200);
  assertEquals(operationsOf(server)[0], "CreateMultipartUpload");
  // The first one is as it was, and can be removed.
  assertEquals((await entriesOf(store)).length, 1);
  assertEquals(await discard(s3Upload(server, { store })), true);
  assertEquals(await hasObject(server), true);
});
