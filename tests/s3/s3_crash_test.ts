import { assert, assertEquals } from "@std/assert";
import { sameBytes } from "../support/bytes.ts";
import {
  CRASH_RUNS,
  CrashRuns,
  type CrashTarget,
} from "../support/resumable/crash_runs.ts";
import { StrictS3Server } from "../support/s3/strict_s3_server.ts";

const KEY = "film.mp4";

function s3Target(server: StrictS3Server): CrashTarget {
  const bucket = server.bucket();
  const stored = () =>
    server.requestsOf("UploadPart").filter(({ status }) => status === 200);
  return {
    url: server.pathStyleUrl(KEY),
    get isComplete() {
      return bucket.objects.has(KEY);
    },
    get stored() {
      return bucket.objects.get(KEY)?.size ??
        bucket.uploads.flatMap(({ sortedParts }) => sortedParts)
          .reduce((sum, { size }) => sum + size, 0);
    },
    get acknowledged() {
      return stored().reduce((sum, { received }) => sum + received, 0);
    },
    async check(bytes, wasComplete) {
      assertEquals(server.violations, []);
      assert(sameBytes(await bucket.object(KEY).bytes(), bytes));
      // One that was killed before it knew its upload leaves it empty.
      for (const { parts } of bucket.uploads) assertEquals(parts.size, 0);
      if (wasComplete) return;
      const numbers = stored().map(({ partNumber }) => partNumber);
      assertEquals(numbers.length, new Set(numbers).size);
    },
  };
}

Deno.test(`the same call to S3 goes on after the process was killed, in ${CRASH_RUNS} runs`, async () => {
  const runs = new CrashRuns("s3");
  for (let run = 0; run < CRASH_RUNS; run++) {
    await using server = await new StrictS3Server({ minPartSize: 1 }).listen();
    await runs.run(s3Target(server));
  }
  console.log(`${runs.kills} processes killed`);
});
