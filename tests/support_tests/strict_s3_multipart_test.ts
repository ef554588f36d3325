import { assertEquals, assertMatch } from "@std/assert";
import { RawUpload } from "../support/s3/raw_upload.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

/** Starts a server with small parts. */
function smallParts(options = {}): Promise<StrictS3Server> {
  return new StrictS3Server({ minPartSize: 2, ...options }).listen();
}

/** Sends parts with these texts. */
async function sendParts(
  upload: RawUpload,
  texts: readonly string[],
): Promise<[number, string][]> {
  const sent: [number, string][] = [];
  for (const [at, text] of texts.entries()) {
    const { headers } = await upload.part(at + 1, text);
    sent.push([at + 1, headers.get("etag") ?? ""]);
  }
  return sent;
}

Deno.test("the S3 server puts an object together with the headers of its creation", async () => {
  await using server = await smallParts();
  const upload = await new RawUpload(server).create({
    "content-type": "video/mp4",
    "x-amz-meta-name": "a",
    "cache-control": "no-cache",
  });
  await upload.part(2, "old");
  const parts = await sendParts(upload, ["01", "234", "5"]);
  const { status, xml } = await upload.complete(parts);
  const object = server.bucket().object("film.mp4");
  assertEquals(status, 200);
  assertEquals(xml["ETag"], `&quot;${object.etag}&quot;`);
  assertEquals(new TextDecoder().decode(await object.bytes()), "012345");
  assertEquals(object.headers, {
    "content-type": "video/mp4",
    "cache-control": "no-cache",
    "x-amz-meta-name": "a",
  });
  assertEquals([...server.partsSent], [[2, 2], [1, 1], [3, 1]]);
  assertEquals(
    server.requestsOf("UploadPart").map(({ attempt }) => attempt),
    [1, 1, 2, 1],
  );
});

Deno.test("the S3 server knows no upload after it was completed, unless it may be completed again", async () => {
  for (const completesAgain of [false, true]) {
    await using server = await smallParts({ completesAgain });
    const upload = await new RawUpload(server).create();
    const parts = await sendParts(upload, [""]);
    assertEquals((await upload.complete(parts)).status, 200);
    const again = await upload.complete(parts);
    const codes = [
      await upload.list(),
      await upload.part(1, "x"),
      await upload.abort(),
    ]
      .map(({ xml }) => xml["Code"]);
    assertEquals(again.status, completesAgain ? 200 : 404);
    assertEquals(codes, Array(3).fill("NoSuchUpload"));
    assertEquals(server.violations, []);
  }
});

Deno.test("the S3 server refuses parts of unequal sizes as R2 does", async () => {
  const complete = async (texts: readonly string[]) => {
    await using server = await smallParts({ equalParts: true });
    const upload = await new RawUpload(server).create();
    const { xml } = await upload.complete(await sendParts(upload, texts));
    return xml["Code"];
  };
  assertEquals(await complete(["01", "23", "4"]), undefined);
  assertEquals(await complete(["01", "234", "5"]), "InvalidPart");
  assertEquals(await complete(["01", "234"]), "InvalidPart");
});

Deno.test("the S3 server refuses headers that belong to the creation", async () => {
  await using server = await smallParts();
  const upload = await new RawUpload(server).create();
  const headers = { "x-amz-meta-name": "a" };
  const { xml } = await upload.part(1, "01", { headers });
  assertEquals(xml["Code"], "InvalidArgument");
  await upload.part(1, "01", { headers: { "cache-control": "no-cache" } });
  assertEquals(server.violations.length, 2);
});

Deno.test("the S3 server compares the checksums of parts and of the whole", async () => {
  await using server = await smallParts();
  const upload = await new RawUpload(server).create({
    "x-amz-checksum-algorithm": "CRC32",
  });
  const none = await upload.part(1, "hello");
  assertMatch(
    none.xml["Message"] ?? "",
    /expected checksum Type: crc32, actual checksum Type: null/,
  );
  const headers = { "x-amz-checksum-crc32": "NhCmhg==" };
  const { headers: sent } = await upload.part(1, "hello", { headers });
  const etag = sent.get("etag") ?? "";
  const missing = await upload.complete([[1, etag]]);
  assertMatch(missing.xml["Message"] ?? "", /It was missing for part 1/);
  const wrong = "<ChecksumCRC32>AAAAAA==</ChecksumCRC32>";
  assertEquals(
    (await upload.complete([[1, etag, wrong]])).xml["Code"],
    "InvalidPart",
  );
  const right = "<ChecksumCRC32>NhCmhg==</ChecksumCRC32>";
  const whole = { "x-amz-checksum-crc32": "AAAAAA==-1" };
  assertEquals(
    (await upload.complete([[1, etag, right]], whole)).xml["Code"],
    "BadDigest",
  );
  const { xml } = await upload.complete([[1, etag, right]]);
  assertMatch(xml["ChecksumCRC32"] ?? "", /^.{8}-1$/);
});

Deno.test("the S3 server refuses a checksum that the upload was not created with", async () => {
  await using server = await smallParts();
  const upload = await new RawUpload(server).create();
  const headers = { "x-amz-checksum-crc32": "NhCmhg==" };
  const { xml } = await upload.part(1, "hello", { headers });
  assertMatch(
    xml["Message"] ?? "",
    /expected checksum Type: null, actual checksum Type: crc32/,
  );
});

Deno.test("the S3 server completes no upload of another size, or over an object", async () => {
  await using server = await smallParts();
  const upload = await new RawUpload(server).create();
  const parts = await sendParts(upload, ["01"]);
  const size = { "x-amz-mp-object-size": "3" };
  assertEquals(
    (await upload.complete(parts, size)).xml["Code"],
    "InvalidRequest",
  );
  await upload.send("PUT", {}, { body: "other" });
  const condition = { "if-none-match": "*" };
  assertEquals((await upload.complete(parts, condition)).status, 412);
  assertEquals(server.bucket().onlyUpload.parts.size, 1);
  assertEquals((await upload.complete(parts)).status, 200);
});

Deno.test("the S3 server takes only so many parts", async () => {
  await using server = await smallParts({ maxParts: 3 });
  const upload = await new RawUpload(server).create();
  const { xml } = await upload.part(4, "x");
  assertEquals(xml["Code"], "InvalidArgument");
});

Deno.test("the S3 server need not keep bytes", async () => {
  for (const keep of ["digests", "sizes"] as const) {
    await using server = await smallParts({ keep });
    const upload = await new RawUpload(server).create();
    const parts = await sendParts(upload, ["01", "23"]);
    assertEquals((await upload.complete(parts)).status, 200);
    const { size, parts: stored } = server.bucket().object("film.mp4");
    assertEquals(size, 4);
    assertEquals(stored.map(({ chunks }) => chunks), [undefined, undefined]);
    const { status, headers } = await upload.send("HEAD");
    assertEquals([status, headers.get("content-length")], [200, "4"]);
  }
});
