/**
 * Uploads to an S3 server that fails in random ways. Runs 60 cases, or as many as the variable
 * CASES says:
 *
 *     CASES=2000 deno task test tests/s3/s3_property_test.ts
 *
 * @module
 */

import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { upload, type UploadEvent, type UploadSource } from "@network/upload";
import { checkEvents } from "../support/invariants.ts";
import { chunksOf, streamOf } from "../support/bytes.ts";
import { TempFolder } from "../support/files.ts";
import { sha256Of } from "../support/hash.ts";
import { chooseSeed, Random } from "../support/random.ts";
import { refusing, type S3Hooks } from "../support/s3/s3_hooks.ts";
import { s3Upload } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const CASES = Number(Deno.env.get("CASES") ?? 60);
const KINDS = [
  "bytes",
  "blob",
  "file",
  "stream",
  "iterable",
  "function",
  "sized function",
] as const;
const CODES = [
  "SlowDown",
  "InternalError",
  "RequestTimeout",
  "ServiceUnavailable",
] as const;

/** Faults that happen this often, at random, until there were so many. */
function drawHooks(random: Random, faults: number): S3Hooks {
  let left = faults;
  const happens = () => left > 0 && random.chance(0.3) && left-- > 0;
  return {
    answer: (request) =>
      happens()
        ? refusing(request.operation, random.pick(CODES), {
          isEarly: random.chance(0.3),
        })(request)
        : undefined,
    cut: ({ operation }) =>
      operation === "UploadPart" && happens()
        ? random.below(50_000)
        : undefined,
    lose: ({ operation }) =>
      // A creation whose response is lost leaves an empty upload behind.
      operation !== "CreateMultipartUpload" && happens(),
  };
}

function sourceOf(
  kind: typeof KINDS[number],
  bytes: Uint8Array<ArrayBuffer>,
  folder: TempFolder,
): UploadSource {
  switch (kind) {
    case "bytes":
      return bytes;
    case "blob":
      return new Blob([bytes]);
    case "file":
      return folder.write("data.bin", bytes);
    case "stream":
      return streamOf(bytes, 7_000);
    case "iterable":
      return chunksOf(bytes, 7_000);
    case "function":
      return () => streamOf(bytes, 7_000);
    case "sized function":
      return ({ start, end }) => streamOf(bytes.subarray(start, end), 7_000);
  }
}

Deno.test("an S3 server stores an upload byte for byte, whatever fails on the way", async () => {
  const random = new Random(chooseSeed());
  using folder = new TempFolder();
  for (let index = 0; index < CASES; index++) {
    const one = {
      index,
      size: random.pick([
        0,
        1,
        99_999,
        100_000,
        100_001,
        random.below(900_000),
      ]),
      partSize: random.pick([50_000, 100_000, 77_777]),
      parallel: 1 + random.below(5),
      kind: random.pick(KINDS),
      checksum: random.pick([undefined, "crc32", "sha256"]),
      faults: random.below(6),
    };
    try {
      await runCase(one, random, folder);
    } catch (thrown) {
      throw new Error(JSON.stringify(one), { cause: thrown });
    }
  }
});

async function runCase(
  { size, kind, faults, ...options }: {
    readonly size: number;
    readonly kind: typeof KINDS[number];
    readonly faults: number;
    readonly partSize: number;
    readonly parallel: number;
    readonly checksum: "crc32" | "sha256" | undefined;
  },
  random: Random,
  folder: TempFolder,
): Promise<void> {
  const { partSize, parallel, checksum } = options;
  await using server = await new StrictS3Server({
    minPartSize: 1,
    equalParts: true,
  }).listen();
  server.hooks = drawHooks(random, faults);
  const bytes = random.bytes(size);
  const events = await Array.fromAsync(upload(
    s3Upload(server, { partSize, parallel, checksum }, {
      source: sourceOf(kind, bytes, folder),
      ...(kind === "sized function" && { size }),
      retry: { limit: 10, baseDelay: 0 },
      progress: true,
      progressInterval: 0,
    }),
  ));
  const ended = events.at(-1);
  assert(ended?.phase === "ended");
  checkEvents(events, ended);
  checkCounts(events, size);
  assertEquals([ended.ok, ended.bytesStored, ended.response.length > 4e3], [
    true,
    size,
    false,
  ]);
  const object = server.bucket().object("video.mp4");
  assertEquals(object.sha256(), await sha256Of(bytes));
  assertEquals(server.bucket().uploads.length, 0);
  assertEquals(server.violations, []);
}

/**
 * What is stored never runs backwards, and no count is above the size. What was transferred runs
 * back only when parts have failed, because another attempt follows.
 */
function checkCounts(events: readonly UploadEvent[], size: number): void {
  let stored = 0;
  let transferred = 0;
  let hasRunBack = false;
  for (const { bytesStored, bytesTransferred, phase } of events) {
    assertLessOrEqual(stored, bytesStored);
    assertLessOrEqual(bytesStored, bytesTransferred);
    assertLessOrEqual(bytesTransferred, size);
    if (bytesTransferred < transferred) hasRunBack = true;
    if (phase === "retrying") hasRunBack = false;
    stored = bytesStored;
    // The first event after a wait starts from what is stored.
    transferred = phase === "retrying" ? bytesStored : bytesTransferred;
  }
  assertEquals(hasRunBack, false);
}
