import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "npm:@aws-sdk/client-s3@^3.1173.0";
import { Upload } from "npm:@aws-sdk/lib-storage@^3.1173.0";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { sdkFor } from "../support/s3/sdk.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const MIB = 1024 * 1024;
const Bucket = "uploads";
/** What clients of S3 get wrong. */
const KEYS = [
  "plain",
  "a b+c%d",
  "folder//twice",
  "/first",
  "ünï/日本 🎬",
  "a!'()*&=?#;:@$,~",
  `<"'&>`,
];

for (const Key of KEYS) {
  Deno.test(`the SDK of AWS puts and gets the object ${Key}`, async () => {
    await using server = await new StrictS3Server().listen();
    using client = sdkFor(server);
    await client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: "film",
        ContentType: "video/mp4",
        CacheControl: "no-cache",
        Metadata: { name: "a  b" },
      }),
    );
    const { size, etag, headers } = server.bucket().object(Key);
    assertEquals([size, etag], [4, "bdbd6db1d8cc09a957e86180fda9442a"]);
    assertEquals(headers, {
      "cache-control": "no-cache",
      "content-type": "video/mp4",
      "x-amz-meta-name": "a  b",
    });
    const { Body, ETag, Metadata } = await client.send(
      new GetObjectCommand({ Bucket, Key }),
    );
    assertEquals(await Body?.transformToString(), "film");
    assertEquals([ETag, Metadata], [`"${etag}"`, { name: "a  b" }]);
    assertEquals(server.violations, []);
  });
}

Deno.test("lib-storage uploads in parts", async () => {
  await using server = await new StrictS3Server({ equalParts: true }).listen();
  using client = sdkFor(server);
  const bytes = randomBytes(12 * MIB + 5);
  const params = { Bucket, Key: "a b/film.mp4", Body: bytes };
  const { ETag } = await new Upload({ client, params }).done();
  const object = server.bucket().object("a b/film.mp4");
  assertEquals(ETag, `"${object.etag}"`);
  assertEquals(object.etag.slice(-2), "-3");
  assertEquals(object.sha256(), await sha256Of(bytes));
  assert(sameBytes(await object.bytes(), bytes));
  assertEquals([...server.partsSent], [[1, 1], [2, 1], [3, 1]]);
  assertEquals([server.violations, server.bucket().uploads], [[], []]);
  const head = await client.send(
    new HeadObjectCommand({ Bucket, Key: params.Key }),
  );
  assertEquals([head.ContentLength, head.ETag], [bytes.byteLength, ETag]);
});

for (const ChecksumAlgorithm of ["CRC32", "SHA256"] as const) {
  Deno.test(`lib-storage uploads in parts with ${ChecksumAlgorithm}`, async () => {
    await using server = await new StrictS3Server().listen();
    using client = sdkFor(server, {
      requestChecksumCalculation: "WHEN_SUPPORTED",
    });
    const params = {
      Bucket,
      Key: "film.mp4",
      Body: randomBytes(6 * MIB),
      ChecksumAlgorithm,
    };
    const ended = await new Upload({ client, params }).done();
    const { checksum } = server.bucket().object("film.mp4");
    assertEquals(checksum?.value, ended[`Checksum${ChecksumAlgorithm}`]);
    assertEquals(checksum?.value.slice(-2), "-2");
    assertEquals(server.violations, []);
  });
}

Deno.test("the SDK of AWS lists the parts and uploads of three pages, and aborts", async () => {
  await using server = await new StrictS3Server({ pageSize: 2 }).listen();
  using client = sdkFor(server);
  const Key = `a "b"/<&lt;>`;
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key }),
  );
  for (const PartNumber of [7, 1, 3, 10_000, 4]) {
    const part = { Bucket, Key, UploadId, PartNumber, Body: `${PartNumber}` };
    await client.send(new UploadPartCommand(part));
  }
  const listed = { Bucket, Key, UploadId };
  const pages: unknown[] = [];
  // The paginator of the SDK does not heed IsTruncated, and goes on for ever.
  let marker: string | undefined;
  do {
    const command = new ListPartsCommand({
      ...listed,
      PartNumberMarker: marker,
    });
    const page = await client.send(command);
    pages.push(page.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size]));
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (marker !== undefined);
  assertEquals(pages, [[[1, 1], [3, 1]], [[4, 1], [7, 1]], [[10_000, 5]]]);
  for (const key of ["b", "c"]) {
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key: key }));
  }
  const first = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  assertEquals([first.Uploads?.map(({ Key }) => Key), first.IsTruncated], [
    [Key, "b"],
    true,
  ]);
  const second = await client.send(
    new ListMultipartUploadsCommand({
      Bucket,
      KeyMarker: first.NextKeyMarker,
      UploadIdMarker: first.NextUploadIdMarker,
    }),
  );
  assertEquals(second.Uploads?.map(({ Key }) => Key), ["c"]);
  await client.send(new AbortMultipartUploadCommand(listed));
  const { name } = await assertRejects(
    () => client.send(new ListPartsCommand(listed)),
    Error,
  );
  assertEquals(name, "NoSuchUpload");
  assertEquals(server.violations, []);
});
