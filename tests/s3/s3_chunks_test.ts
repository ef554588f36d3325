import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { pathToFileURL } from "node:url";
import { bundleInChunks, type Chunks, gzippedSize } from "../support/chunks.ts";
import { TempFolder } from "../support/files.ts";
import { presign } from "../support/s3/presign.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { hasObject, PART_SIZE, S3_BYTES } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

/** The most that a page loads to upload to S3, in gzipped bytes. It grows only on purpose. */
const MAX_INITIAL = 45_500;

/** A program that uploads to S3, as bundlers split it. */
class Bundled implements Disposable {
  readonly #folder = new TempFolder();
  readonly path = this.#folder.path;
  readonly chunks: Promise<Chunks> = bundleInChunks(
    "tests/support/upload_to_s3.ts",
    this.path,
  );

  /** Loads it, without what it imports later. */
  async load(): Promise<typeof import("../support/upload_to_s3.ts")> {
    const { entry, later } = await this.chunks;
    for (const name of later) Deno.removeSync(`${this.path}/${name}`);
    return await import(pathToFileURL(entry).href);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

Deno.test("a page that uploads to S3 loads no code that signs at first, and stays small", async () => {
  using bundled = new Bundled();
  const { initial, later } = await bundled.chunks;
  const paths = initial.map((name) => `${bundled.path}/${name}`);
  const sizes = await Promise.all(paths.map(gzippedSize));
  const code = paths.map((path) => Deno.readTextFileSync(path)).join("");

  const names = later.map((name) => name.replace(/[-.].*/, ""));
  for (const name of ["aws4fetch", "crc32"]) assert(names.includes(name), name);
  assert(!/AWS4-HMAC-SHA256/.test(code));
  assertLessOrEqual(sizes.reduce((sum, size) => sum + size), MAX_INITIAL);
});

Deno.test("a page whose server signs needs only what it loads at first", async () => {
  using bundled = new Bundled();
  await using server = await new StrictS3Server().listen();
  const { upload, s3 } = await bundled.load();

  const { ok } = await upload({
    url: server.pathStyleUrl("video.mp4"),
    source: new Blob([S3_BYTES], { type: "video/mp4" }),
    protocol: s3({
      sign: (request) => presign(request, { expires: 60 }),
      partSize: PART_SIZE,
    }),
  });

  assertEquals([ok, await hasObject(server)], [true, true]);
});

Deno.test("a bundle whose chunks are missing fails if it signs or computes a CRC-32", async () => {
  using bundled = new Bundled();
  await using server = await new StrictS3Server().listen();
  const { upload, s3 } = await bundled.load();
  const url = server.pathStyleUrl("video.mp4");
  const fail = async (options: Parameters<typeof s3>[0]) => {
    const { error } = await upload({
      url,
      source: S3_BYTES,
      contentType: "video/mp4",
      protocol: s3(options),
      retry: 0,
    });
    return [error?.code, error?.message.replace(/:[^]*/, ""), error?.hint];
  };

  const hint = "deploy all files of the bundle";
  assertEquals(await fail({ credentials: S3_CREDENTIALS }), [
    "network",
    "Cannot load the code that signs requests",
    hint,
  ]);
  assertEquals(
    await fail({
      sign: (request) => presign(request, { expires: 60 }),
      checksum: "crc32",
    }),
    ["network", "Cannot load the code that computes checksums", hint],
  );
  assertEquals(server.bucket().uploads.length, 0);
});
