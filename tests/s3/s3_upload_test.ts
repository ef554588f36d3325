import { assertEquals } from "@std/assert";
import { upload } from "@network/upload";
import { streamOf } from "../support/bytes.ts";
import { eventsOf } from "../support/events.ts";
import {
  hasObject,
  PART_SIZE,
  patternOf,
  S3_BYTES,
  s3Upload,
  uploadToS3,
} from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const operations = (server: StrictS3Server) =>
  server.requests.map(({ operation }) => operation).sort();

Deno.test("a small source is one PUT, a larger one equal parts", async () => {
  await using server = await new StrictS3Server({ equalParts: true }).listen();
  for (const size of [0, 1, PART_SIZE]) {
    const bytes = patternOf(size);
    server.requests.length = 0;
    const ended = await uploadToS3(server, {}, { source: bytes });
    assertEquals([ended.status, ended.bytesStored], [200, size]);
    assertEquals(operations(server), ["PutObject"]);
    assertEquals(await hasObject(server, bytes), true);
  }
  server.requests.length = 0;
  const ended = await uploadToS3(server);
  assertEquals([ended.ok, ended.bytesStored], [true, S3_BYTES.byteLength]);
  assertEquals(operations(server), [
    "CompleteMultipartUpload",
    "CreateMultipartUpload",
    "UploadPart",
    "UploadPart",
    "UploadPart",
  ]);
  assertEquals(await hasObject(server), true);
});

for (
  const [name, source] of Object.entries({
    "a Blob": () => new Blob([S3_BYTES]),
    "a stream": () => streamOf(S3_BYTES),
    "a function without a size": () => () => streamOf(S3_BYTES),
  })
) {
  for (const checksum of [undefined, "crc32", "sha256"] as const) {
    Deno.test(`${name} is stored, with the checksum ${checksum}`, async () => {
      await using server = await new StrictS3Server({ equalParts: true })
        .listen();
      const ended = await uploadToS3(server, { checksum }, {
        source: source(),
      });
      assertEquals(ended.status, 200);
      assertEquals(ended.bytesStored, S3_BYTES.byteLength);
      assertEquals(await hasObject(server), true);
      assertEquals(
        server.bucket().object("video.mp4").checksum?.algorithm,
        checksum,
      );
    });
  }
}

Deno.test("a stream that ends at the end of a part has no empty part", async () => {
  await using server = await new StrictS3Server().listen();
  for (const parts of [1, 2]) {
    const bytes = patternOf(parts * PART_SIZE);
    await uploadToS3(server, {}, { source: streamOf(bytes) });
    assertEquals(await hasObject(server, bytes), true);
    assertEquals(
      server.requestsOf("UploadPart").length,
      parts === 1 ? 0 : parts,
    );
  }
});

Deno.test("a file is read where each part begins, several parts at the same time", async () => {
  await using server = await new StrictS3Server().listen();
  const file = await Deno.makeTempFile();
  const bytes = patternOf(4 * PART_SIZE);
  await Deno.writeFile(file, bytes);
  let running = 0;
  let max = 0;
  const met = Promise.withResolvers<void>();
  server.hooks.answer = async ({ operation }) => {
    if (operation !== "UploadPart") return undefined;
    max = Math.max(max, ++running);
    if (running === 4) met.resolve();
    await met.promise;
    running--;
  };
  const ended = await uploadToS3(server, {}, { source: file });
  assertEquals([ended.ok, max], [true, 4]);
  assertEquals(await hasObject(server, bytes), true);
  await Deno.remove(file);
});

Deno.test("headers of the object are on the request that creates it, and signed", async () => {
  await using server = await new StrictS3Server().listen();
  const headers = {
    "x-amz-meta-author": "Ada  Lovelace",
    "cache-control": "max-age=60",
    "content-disposition": 'attachment; filename="a b.txt"',
    "x-amz-storage-class": "STANDARD_IA",
  };
  for (const source of [S3_BYTES, new Uint8Array(10)]) {
    await uploadToS3(server, {}, { source, headers, contentType: "text/css" });
    const stored = server.bucket().object("video.mp4").headers;
    assertEquals(stored["content-type"], "text/css");
    assertEquals(stored["cache-control"], "max-age=60");
    assertEquals(stored["content-disposition"], headers["content-disposition"]);
    assertEquals(server.violations, []);
  }
  for (const { operation, headers } of server.requests) {
    const creates = ["CreateMultipartUpload", "PutObject"].includes(operation);
    assertEquals([operation, headers.has("x-amz-meta-author")], [
      operation,
      creates,
    ]);
    assertEquals([operation, headers.has("cache-control")], [
      operation,
      creates,
    ]);
    const signed = headers.get("authorization") ?? "";
    assertEquals([operation, signed.includes("x-amz-meta-author")], [
      operation,
      creates,
    ]);
  }
});

Deno.test("bytesStored counts parts, and never runs backwards", async () => {
  await using server = await new StrictS3Server().listen();
  const events = await eventsOf(upload(s3Upload(server, {}, {
    progress: true,
    progressInterval: 0,
    source: patternOf(6 * PART_SIZE),
  })));
  let stored = 0;
  let transferred = 0;
  for (const event of events) {
    assertEquals(event.bytesStored >= stored, true);
    assertEquals(event.bytesTransferred >= transferred, true);
    assertEquals(event.bytesTransferred <= 6 * PART_SIZE, true);
    assertEquals(event.bytesTransferred >= event.bytesStored, true);
    assertEquals(event.bytesStored % PART_SIZE, 0);
    ({ bytesStored: stored, bytesTransferred: transferred } = event);
  }
  assertEquals(stored, 6 * PART_SIZE);
});

Deno.test("the bucket may be in the host name", async () => {
  await using server = await new StrictS3Server().listen();
  using client = Deno.createHttpClient({ proxy: { url: server.url } });
  const ended = await uploadToS3(server, {}, {
    url: server.virtualHostedUrl("a/b c.txt"),
    // The name does not resolve here.
    fetch: (input, init) => fetch(input, { ...init, client }),
  });
  assertEquals(ended.status, 200);
  assertEquals(await hasObject(server, S3_BYTES, "a/b c.txt"), true);
  assertEquals(server.requests.every((one) => one.isVirtualHosted), true);
});
