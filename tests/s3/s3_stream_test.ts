import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { upload } from "@network/upload";
import { refusing } from "../support/s3/s3_hooks.ts";
import {
  hasObject,
  patternOf,
  s3Upload,
  uploadToS3,
} from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { turns } from "../support/turns.ts";
import { until } from "../support/until.ts";

const PART = 200_000;
const CHUNK = 10_000;
const PARTS = 20;
const BYTES = patternOf(PART * PARTS);
const SMALL = { partSize: PART, parallel: 3 };

const listen = () => new StrictS3Server({ minPartSize: 1 }).listen();

/** A stream that counts the bytes that were read from it. */
function counted(end = BYTES.byteLength, failure?: Error) {
  const count = { read: 0, isClosed: false };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (count.read < end) {
        const at = count.read;
        count.read = Math.min(at + CHUNK, end);
        controller.enqueue(BYTES.subarray(at, count.read));
      } else if (failure === undefined) controller.close();
      else controller.error(failure);
    },
    cancel: () => void (count.isClosed = true),
  }, { highWaterMark: 0 });
  return { count, stream };
}

for (const kind of ["a stream", "a function"]) {
  for (const parallel of [1, 2, 5]) {
    Deno.test(`${kind} is read at most ${parallel} parts ahead of what is stored`, async () => {
      await using server = await listen();
      const { count, stream } = counted();
      let ahead = 0;
      server.hooks.hold = async () => {
        const unstored = () =>
          server.bucket().uploads.flatMap(({ sortedParts }) => sortedParts)
            .reduce((left, { size }) => left - size, count.read);
        await until(() =>
          unstored() >= parallel * PART || count.read === BYTES.byteLength
        );
        // More could be read now.
        await turns();
        ahead = Math.max(ahead, unstored());
      };
      const ended = await uploadToS3(server, { partSize: PART, parallel }, {
        source: kind === "a stream" ? stream : () => stream,
      });
      assertEquals(ended.status, 200);
      assertEquals(await hasObject(server, BYTES), true);
      // The part that is being stored, and the chunk in which the next one begins.
      assertLessOrEqual(ahead, (parallel + 1) * PART + CHUNK);
      assert(ahead >= parallel * PART);
    });
  }
}

for (
  const [name, end, size, failure] of [
    ["ends early", 5.5 * PART, 6 * PART, undefined],
    ["ends early, at the end of a part", 5 * PART, 6 * PART, undefined],
    ["goes on too long", 6 * PART + 1, 6 * PART, undefined],
    ["goes on in another part", 8 * PART, 6 * PART, undefined],
    ["fails in the middle", 5.5 * PART, undefined, new Error("disk")],
    ["fails at the end of a part", 5 * PART, undefined, new Error("disk")],
    ["fails in its first part", 0.5 * PART, undefined, new Error("disk")],
  ] as const
) {
  for (const kind of ["a stream", "a function"]) {
    Deno.test(`${kind} that ${name} stores no object, and leaves no part`, async () => {
      await using server = await listen();
      const open = () => counted(end, failure).stream;
      const { ok, error } = await uploadToS3(server, SMALL, {
        source: kind === "a stream" ? open() : open,
        ...(size !== undefined && { size }),
        retry: { limit: 2, baseDelay: 0 },
      });
      assertEquals([ok, error?.code], [false, "source"]);
      assertEquals(server.bucket().objects.size, 0);
      assertEquals(server.bucket().uploads.length, 0);
    });
  }
}

Deno.test("a stream is cancelled, and its parts are removed, when the server refuses one", async () => {
  await using server = await listen();
  const { count, stream } = counted();
  server.hooks.answer = ({ partNumber }) =>
    partNumber === 4 ? { status: 400 } : undefined;
  const ended = await upload(s3Upload(server, SMALL, { source: stream }));
  assertEquals(ended.status, 400);
  assertEquals(server.bucket().uploads.length, 0);
  await until(() => count.isClosed);
  assertLessOrEqual(count.read, 8 * PART + CHUNK);
});

Deno.test("a function whose source has grown when it is opened again stores all of it", async () => {
  await using server = await listen();
  server.hooks.answer = refusing("CompleteMultipartUpload", "InternalError");
  const sizes = [2.5 * PART, BYTES.byteLength];
  const ended = await uploadToS3(server, SMALL, {
    source: () => counted(sizes.shift()).stream,
  });
  assertEquals(ended.status, 200);
  assertEquals(await hasObject(server, BYTES), true);
});
