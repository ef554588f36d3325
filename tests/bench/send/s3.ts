/**
 * Uploads an object in parts to S3, with progress, and reports how many bytes are stored. It is
 * bundled, and runs in Deno and Node.
 */

import { createReadStream, readFileSync } from "node:fs";
import { upload } from "@network/upload";
import { s3 } from "@network/upload/s3";
import type { SendRequest, SendResult } from "./protocol.ts";

/** Uploads it. */
export async function run(
  { url, file, warmUp, chunkSize, parallel, asStream }: SendRequest,
): Promise<SendResult> {
  const transfer = async (path: string) => {
    const running = upload({
      url,
      source: asStream ? createReadStream(path) : path,
      protocol: s3({
        credentials: { accessKeyId: "id", secretAccessKey: "secret" },
        partSize: chunkSize,
        parallel,
      }),
      progress: true,
    });
    for await (const event of running) if (event.isError) throw event.error;
    return String((await running.orThrow()).bytesStored);
  };
  if (warmUp !== undefined) await transfer(warmUp);
  const start = performance.now();
  const answer = await transfer(file);
  const ms = performance.now() - start;
  const status = readFileSync("/proc/self/status", "utf8");
  const peakMiB = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  return { ms, answer, peakMiB };
}
