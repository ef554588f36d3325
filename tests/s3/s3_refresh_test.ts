import { assertEquals } from "@std/assert";
import type { UploadSource } from "@network/upload";
import { refusing } from "../support/s3/s3_hooks.ts";
import {
  hasObject,
  PART_SIZE,
  S3_BYTES,
  uploadToS3,
} from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { turns } from "../support/turns.ts";

/** A stream that stops in its second part until a promise is resolved. */
function stopping(opened: Promise<void>): ReadableStream<Uint8Array> {
  const at = PART_SIZE + 1000;
  return ReadableStream.from((async function* () {
    yield S3_BYTES.subarray(0, at);
    await opened;
    yield S3_BYTES.subarray(at);
  })());
}

const SOURCES: Readonly<
  Record<string, (opened: Promise<void>) => UploadSource>
> = {
  "a stream": stopping,
  "a function without a size": (opened) => () => stopping(opened),
  "a function with a size": (opened) => ({ start, end }) =>
    ReadableStream.from((async function* () {
      if (start > 0) await opened;
      yield S3_BYTES.subarray(start, end);
    })()),
};

for (const [name, source] of Object.entries(SOURCES)) {
  for (const checksum of [undefined, "crc32"] as const) {
    Deno.test(`${name} that is being read when a part is refused loses no part, with the checksum ${checksum}`, async () => {
      await using server = await new StrictS3Server().listen();
      server.hooks.answer = refusing("UploadPart", "AccessDenied", {
        partNumber: 1,
      });
      const { promise: opened, resolve: open } = Promise.withResolvers<void>();
      const ended = await uploadToS3(server, { checksum }, {
        source: source(opened),
        ...(name.endsWith("with a size") && { size: S3_BYTES.byteLength }),
        retry: {
          baseDelay: 0,
          refresh: () => {
            // The upload waits for its source again by then.
            turns().then(open);
            return undefined;
          },
        },
      });
      assertEquals(ended.status, 200);
      assertEquals(await hasObject(server), true);
    });
  }
}
