import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import { randomBytes, TempFolder } from "../support/files.ts";
import { FauxqsServer } from "../support/s3/fauxqs.ts";
import { presignPut } from "../support/s3/presign_put.ts";
import { sdkFor } from "../support/s3/sdk.ts";

const TYPE = "application/octet-stream";

/** The bytes of an object, and what a server knows of it. */
async function stored(server: FauxqsServer, key: string): Promise<Response> {
  return await fetch(server.pathStyleUrl(key));
}

Deno.test("a PUT to a presigned S3 URL that states a length is stored completely", async () => {
  using folder = new TempFolder();
  const path = folder.write("film.mp4", 5_000_001);
  await using server = await FauxqsServer.start();
  using client = sdkFor(server);
  const url = await presignPut(client, "films/film.mp4", 5_000_001);

  const ended = await upload(url, "PUT", path).ended;

  assertEquals([ended.status, ended.response], [200, ""]);
  const object = await stored(server, "films/film.mp4");
  assertEquals(object.headers.get("content-type"), "video/mp4");
  assert(sameBytes(await object.bytes(), await Deno.readFile(path)));
});

Deno.test("presigned S3 URLs accept a stream of known length and an empty file", async () => {
  await using server = await FauxqsServer.start();
  using client = sdkFor(server);
  const bytes = randomBytes(1_000_000);
  const size = bytes.byteLength;

  const whole = await upload({
    url: await presignPut(client, "stream", size),
    method: "PUT",
    source: new Blob([bytes]).stream(),
    contentType: TYPE,
    size,
  }).ended;
  const empty = await upload(
    await presignPut(client, "empty", 0),
    "PUT",
    new Uint8Array(),
    TYPE,
  ).ended;

  assertEquals([whole.status, empty.status], [200, 200]);
  assert(sameBytes(await (await stored(server, "stream")).bytes(), bytes));
  assertEquals((await (await stored(server, "empty")).bytes()).byteLength, 0);
});

Deno.test("a body of unknown length, or of another one than a presigned S3 URL states, ends with the status of S3", async () => {
  await using server = await FauxqsServer.start();
  using client = sdkFor(server);
  const bytes = randomBytes(200_000);

  const longer = await upload(
    await presignPut(client, "longer", bytes.byteLength - 1),
    "PUT",
    bytes,
    TYPE,
  ).ended;
  const chunked = await upload(
    await presignPut(client, "chunked", bytes.byteLength),
    "PUT",
    new Blob([bytes]).stream(),
    TYPE,
  ).ended;

  assertEquals([longer.status, longer.response], [
    403,
    "SignatureDoesNotMatch",
  ]);
  assertEquals([chunked.status, chunked.response], [
    411,
    "MissingContentLength",
  ]);
});
