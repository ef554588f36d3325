import { assertEquals } from "@std/assert";
import { upload, type UploadSource } from "@network/upload";
import { presign } from "../support/s3/presign.ts";
import { S3_CREDENTIALS } from "../support/s3/s3_options.ts";
import { S3_BYTES, s3Upload } from "../support/s3/s3_scene.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";
import { until } from "../support/until.ts";
import { recordWarnings } from "../support/warnings.ts";
import { cancelAt, WAYS } from "../support/s3/cancel_scene.ts";

for (const [way, cancel] of Object.entries(WAYS)) {
  for (const call of [1, 2, 4, 5]) {
    for (const kind of ["sign", "credentials"] as const) {
      Deno.test(`${way} while call ${call} of '${kind}' is waiting leaves nothing behind`, async () => {
        using warnings = recordWarnings();
        await using server = await new StrictS3Server().listen();
        let calls = 0;
        await cancelAt(server, cancel, (stop) => {
          const waiting = async () => {
            if (++calls !== call) return;
            // A signature is not waited for, but the clean-up needs credentials.
            await stop();
          };
          return {
            isWaitedFor: kind === "credentials" && call > 2,
            options: kind === "sign"
              ? {
                sign: async (request) => {
                  await waiting();
                  return presign(request, { expires: 60 });
                },
              }
              : {
                credentials: async () => {
                  await waiting();
                  const expiration = new Date(calls < call ? 0 : 9e12);
                  return { ...S3_CREDENTIALS, expiration };
                },
              },
          };
        });
        assertEquals(server.bucket().uploads.length, 0);
        assertEquals(warnings.texts, []);
      });
    }
  }

  for (const source of ["a stream", "a function", "a sized function"]) {
    Deno.test(`${way} while ${source} is read leaves nothing behind, and closes it`, async () => {
      using warnings = recordWarnings();
      await using server = await new StrictS3Server().listen();
      let isClosed = false;
      await cancelAt(server, cancel, (stop) => {
        const open = (start = 0, end = S3_BYTES.byteLength) => {
          let at = start;
          return new ReadableStream<Uint8Array>({
            async pull(controller) {
              if (at >= 8_000_000) await stop();
              const next = Math.min(at + 100_000, end);
              controller.enqueue(S3_BYTES.subarray(at, at = next));
              if (at === end) controller.close();
            },
            cancel: () => void (isClosed = true),
          }, { highWaterMark: 0 });
        };
        const given: UploadSource = source === "a stream"
          ? open()
          : ({ start, end }) => open(start, end);
        const size = S3_BYTES.byteLength;
        return {
          more: { source: given, ...(source.includes("sized") && { size }) },
        };
      });
      assertEquals(server.bucket().uploads.length, 0);
      assertEquals(warnings.texts, []);
      await until(() => isClosed);
    });
  }

  Deno.test(`${way} in a wait for another attempt leaves nothing behind`, async () => {
    await using server = await new StrictS3Server().listen();
    const controller = new AbortController();
    server.hooks.answer = ({ partNumber }) =>
      partNumber === 2 ? { status: 503 } : undefined;
    const running = upload(s3Upload(server, {}, {
      retry: { baseDelay: 60_000 },
      progress: true,
      signal: controller.signal,
    }));
    for await (const { phase } of running) {
      if (phase !== "retrying") continue;
      if (way === "leaving the loop") break;
      cancel(running, controller);
    }
    assertEquals((await running).error?.code, "cancelled");
    assertEquals(server.bucket().uploads.length, 0);
  });
}
