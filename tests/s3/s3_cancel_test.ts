import { assertEquals } from "@std/assert";
import { upload } from "@network/upload";
import { MemoryStore } from "@network/upload/resumable";
import type { S3Hooks } from "../support/s3/s3_hooks.ts";
import type { S3Operation, S3Request } from "../support/s3/s3_request.ts";
import { hasObject, s3Upload } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { turns } from "../support/turns.ts";
import { recordWarnings } from "../support/warnings.ts";
import { cancelAt, WAYS } from "../support/s3/cancel_scene.ts";

/** The operations of an upload of three parts, one after the other. */
const REQUESTS: readonly (readonly [S3Operation, number | undefined])[] = [
  ["CreateMultipartUpload", undefined],
  ["UploadPart", 1],
  ["UploadPart", 2],
  ["UploadPart", 3],
  ["CompleteMultipartUpload", undefined],
];

/** When a request is on its way. */
const PHASES: Readonly<
  Record<
    string,
    (is: (request: S3Request) => boolean, stop: () => Promise<void>) => S3Hooks
  >
> = {
  "before the server reads it": (is, stop) => ({
    async answer(request) {
      if (is(request)) await stop();
      return undefined;
    },
  }),
  "after it was processed": (is, stop) => ({
    async change(request, answer) {
      if (is(request)) await stop();
      return answer;
    },
  }),
};

for (const [way, cancel] of Object.entries(WAYS)) {
  for (const [phase, hooksOf] of Object.entries(PHASES)) {
    for (const [operation, part] of REQUESTS) {
      const name = `${operation} ${part ?? ""}`.trim();
      const is = (request: S3Request) =>
        request.operation === operation && request.partNumber === part;
      // Only its response has the id by which the upload is removed.
      const isWaitedFor = operation === "CreateMultipartUpload";

      Deno.test(`${way} at ${name}, ${phase}, leaves nothing behind`, async () => {
        using warnings = recordWarnings();
        await using server = await new StrictS3Server().listen();
        await cancelAt(server, cancel, (stop) => {
          server.hooks = hooksOf(is, stop);
          return { isWaitedFor };
        });
        assertEquals(server.bucket().uploads.length, 0);
        assertEquals([server.violations, warnings.texts], [[], []]);
      });

      Deno.test(`${way} at ${name}, ${phase}, is continued from a store`, async () => {
        using warnings = recordWarnings();
        await using server = await new StrictS3Server().listen();
        const store = new MemoryStore();
        await cancelAt(server, cancel, (stop) => {
          server.hooks = hooksOf(is, stop);
          return { options: { store }, isWaitedFor };
        });
        assertEquals(server.requestsOf("AbortMultipartUpload").length, 0);
        // A part may still have arrived after the end of the upload.
        let missing = 0;
        server.hooks = {
          change({ operation }) {
            if (operation !== "ListParts") return;
            missing = 3 - (server.bucket().uploads[0]?.parts.size ?? 3);
            server.requests.length = 0;
          },
        };
        const ended = await upload(s3Upload(server, { store }));
        assertEquals(ended.status, 200);
        assertEquals(await hasObject(server), true);
        assertEquals(server.requestsOf("UploadPart").length, missing);
        assertEquals(server.requestsOf("CreateMultipartUpload").length, 0);
        assertEquals(await Array.fromAsync(store.list()), []);
        assertEquals(warnings.texts, []);
      });
    }
  }
}

Deno.test("a part that is stored after the upload was aborted is removed, too", async () => {
  using warnings = recordWarnings();
  await using server = await new StrictS3Server().listen();
  const arrived = Promise.withResolvers<void>();
  const looked = Promise.withResolvers<void>();
  server.hooks = {
    hold: async ({ partNumber }) => {
      if (partNumber !== 2) return;
      arrived.resolve();
      await looked.promise;
    },
    change({ operation }) {
      if (operation === "ListParts") looked.resolve();
      return undefined;
    },
  };
  const running = upload(s3Upload(server, { parallel: 1 }));
  await arrived.promise;
  running.cancel();
  assertEquals((await running).error?.code, "cancelled");
  looked.resolve();
  await turns();
  assertEquals(server.bucket().uploads.length, 0);
  assertEquals(warnings.texts, []);
});
