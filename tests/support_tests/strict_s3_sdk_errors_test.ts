import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "npm:@aws-sdk/client-s3@^3.1173.0";
import { getSignedUrl } from "npm:@aws-sdk/s3-request-presigner@^3.1164.0";
import { assertEquals, assertRejects } from "@std/assert";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { sdkFor } from "../support/s3/sdk.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const Bucket = "uploads";

Deno.test("the SDK of AWS reads the errors", async () => {
  await using server = await new StrictS3Server().listen();
  using client = sdkFor(server);
  const Key = "film.mp4";
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key }),
  );
  const sent = await Promise.all([1, 2].map((PartNumber) =>
    client.send(
      new UploadPartCommand({
        Bucket,
        Key,
        UploadId,
        PartNumber,
        Body: "small",
      }),
    )
  ));
  const Parts = sent.map(({ ETag }, at) => ({ ETag, PartNumber: at + 1 }));
  const complete = async (parts: typeof Parts) => {
    const command = new CompleteMultipartUploadCommand({
      Bucket,
      Key,
      UploadId,
      MultipartUpload: { Parts: parts },
    });
    return (await assertRejects(() => client.send(command), Error)).name;
  };
  assertEquals(await complete(Parts), "EntityTooSmall");
  assertEquals(await complete(Parts.toReversed()), "InvalidPartOrder");
  assertEquals(await complete([{ ETag: '"x"', PartNumber: 1 }]), "InvalidPart");
  assertEquals(await complete([]), "MalformedXML");
  assertEquals(server.bucket().onlyUpload.parts.size, 2);
  assertEquals(server.violations.length, 4);
});

Deno.test("a URL that the SDK of AWS has presigned takes an object until it expires", async () => {
  await using server = await new StrictS3Server().listen();
  const credentials = { ...S3_CREDENTIALS, sessionToken: "to+k/en=" };
  server.accounts = [credentials];
  using client = sdkFor(server, { credentials });
  const command = new PutObjectCommand({
    Bucket,
    Key: "a b+c",
    ContentLength: 4,
  });
  const url = await getSignedUrl(client, command, { expiresIn: 60 });
  const put = async () => {
    const response = await fetch(url, { method: "PUT", body: "film" });
    return [
      response.status,
      /<Message>.*<\/Message>/.exec(await response.text())?.[0],
    ];
  };
  assertEquals(await put(), [200, undefined]);
  assertEquals(server.bucket().object("a b+c").size, 4);
  server.skew = 61_000;
  assertEquals(await put(), [403, "<Message>Request has expired</Message>"]);
  assertEquals(server.violations, []);
});
