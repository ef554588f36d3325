import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "npm:@aws-sdk/client-s3@^3.1173.0";
import { assertEquals, assertRejects } from "@std/assert";
import { FauxqsServer } from "../support/s3/fauxqs.ts";
import { sdkFor } from "../support/s3/sdk.ts";

const Bucket = "uploads";

Deno.test("fauxqs gives back what the SDK of AWS puts", async () => {
  await using server = await FauxqsServer.start();
  using client = sdkFor(server);
  const object = { Bucket, Key: "a b+c" };
  await client.send(new PutObjectCommand({ ...object, Body: "film" }));
  const { Body } = await client.send(new GetObjectCommand(object));
  assertEquals(await Body?.transformToString(), "film");
  const response = await fetch(server.pathStyleUrl("a b+c"));
  assertEquals(await response.text(), "film");
});

Deno.test("fauxqs refuses small parts, and what was aborted", async () => {
  await using server = await FauxqsServer.start();
  using client = sdkFor(server);
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key: "film" }),
  );
  const upload = { Bucket, Key: "film", UploadId };
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  for (const PartNumber of [1, 2]) {
    const part = { ...upload, PartNumber, Body: "small" };
    const { ETag } = await client.send(new UploadPartCommand(part));
    Parts.push({ PartNumber, ETag });
  }
  const complete = async () => {
    const completion = { ...upload, MultipartUpload: { Parts } };
    const command = new CompleteMultipartUploadCommand(completion);
    return (await assertRejects(() => client.send(command), Error)).name;
  };
  assertEquals(await complete(), "EntityTooSmall");
  await client.send(new AbortMultipartUploadCommand(upload));
  assertEquals(await complete(), "NoSuchUpload");
});
