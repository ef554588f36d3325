import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from "npm:@aws-sdk/client-s3@^3.1173.0";
import { Upload } from "npm:@aws-sdk/lib-storage@^3.1173.0";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes } from "../support/files.ts";
import { sdkFor } from "../support/s3/sdk.ts";
import { elementsOf, signed } from "../support/s3/signed_request.ts";
import {
  SWIFT_CREDENTIALS,
  type SwiftServer,
} from "../support/swift/swift_server.ts";
import { swiftTests } from "../support/swift/swift_tests.ts";

const MIB = 1024 * 1024;
const Bucket = "uploads";
const testSwift = swiftTests();

function clientOf(swift: SwiftServer) {
  return sdkFor(swift, { credentials: SWIFT_CREDENTIALS });
}

/** Sends a signed PUT, and returns its status and the code of an error. */
async function put(
  swift: SwiftServer,
  time: number = Date.now(),
): Promise<[number, string | undefined]> {
  using client = Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  const request = signed({
    method: "PUT",
    url: swift.pathStyleUrl("a b+c"),
    account: SWIFT_CREDENTIALS,
    body: "film",
    time,
  });
  const response = await fetch(request, { client });
  return [response.status, elementsOf(await response.text())["Code"]];
}

testSwift("Swift takes what lib-storage uploads in parts", async (swift) => {
  using client = clientOf(swift);
  const Body = randomBytes(11 * MIB);
  const params = { Bucket, Key: "a b/ü.mp4", Body };
  const { ETag } = await new Upload({ client, params }).done();
  assertEquals(ETag?.slice(-3), '-3"');
  const { Body: stored } = await client.send(
    new GetObjectCommand({ Bucket, Key: params.Key }),
  );
  assert(
    sameBytes(await stored?.transformToByteArray() ?? Body.slice(1), Body),
  );
});

testSwift(
  "Swift lists parts in pages, refuses small ones, and aborts",
  async (swift) => {
    using client = clientOf(swift);
    const Key = "film.mp4";
    const created = new CreateMultipartUploadCommand({ Bucket, Key });
    const { UploadId } = await client.send(created);
    const upload = { Bucket, Key, UploadId };
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const PartNumber of [1, 2, 3]) {
      const part = { ...upload, PartNumber, Body: "small" };
      const { ETag } = await client.send(new UploadPartCommand(part));
      Parts.push({ PartNumber, ETag });
    }
    const first = await client.send(
      new ListPartsCommand({ ...upload, MaxParts: 2 }),
    );
    assertEquals([first.Parts?.length, first.IsTruncated], [2, true]);
    const second = await client.send(
      new ListPartsCommand({
        ...upload,
        PartNumberMarker: first.NextPartNumberMarker,
      }),
    );
    assertEquals(second.Parts?.map(({ PartNumber }) => PartNumber), [3]);
    assertEquals(second.IsTruncated, false);
    const completion = { ...upload, MultipartUpload: { Parts } };
    const { name } = await assertRejects(
      () => client.send(new CompleteMultipartUploadCommand(completion)),
      Error,
    );
    assertEquals(name, "EntityTooSmall");
    await client.send(new AbortMultipartUploadCommand(upload));
    const left = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    assertEquals(left.Uploads ?? [], []);
  },
);

testSwift(
  "Swift completes an upload again, and lists its parts after that",
  async (swift) => {
    using client = clientOf(swift);
    const Key = "again.mp4";
    const created = new CreateMultipartUploadCommand({ Bucket, Key });
    const { UploadId } = await client.send(created);
    const upload = { Bucket, Key, UploadId };
    const part = { ...upload, PartNumber: 1, Body: "film" };
    const { ETag } = await client.send(new UploadPartCommand(part));
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const completion = { ...upload, MultipartUpload };
    const complete = () =>
      client.send(new CompleteMultipartUploadCommand(completion));
    assertEquals((await complete()).ETag, (await complete()).ETag);
    const { Parts } = await client.send(new ListPartsCommand(upload));
    assertEquals(Parts?.length, 1);
  },
);

testSwift("Swift refuses a request of another time", async (swift) => {
  assertEquals(await put(swift), [200, undefined]);
  assertEquals(await put(swift, Date.now() - 3_600_000), [
    403,
    "RequestTimeTooSkewed",
  ]);
});

testSwift(
  "Swift responds 503 without its object server, and works again with it",
  async (swift) => {
    await swift.kill("object");
    assertEquals((await put(swift))[0], 503);
    await swift.resume("object");
    assertEquals(await put(swift), [200, undefined]);
  },
);
