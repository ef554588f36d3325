import { upload, type UploadEndedEvent } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { outcomeOf } from "../support/events.ts";
import { TempFolder } from "../support/files.ts";
import { untilClosed } from "../support/open_files.ts";
import { serveAnswers } from "../support/raw_request.ts";
import { SlowDisk, type Waits } from "../support/slow_disk.ts";
import { until } from "../support/until.ts";

/** What ends an upload that waits for a disk. */
const ENDS = ["cancelled", "timeout"] as const;
/** One that is read at once, and one that is read on the way. */
const SIZES = [5, 3_000_000];

/** Uploads a file of a disk that stalls until the upload has ended. */
async function uploadStalled(
  ends: (typeof ENDS)[number],
  size: number,
  stallAt: (wait: () => Promise<unknown>) => Waits,
): Promise<UploadEndedEvent> {
  using folder = new TempFolder();
  const path = folder.write("a.bin", size);
  await using server = serveAnswers();
  const stalled = Promise.withResolvers<void>();
  const goesOn = Promise.withResolvers<void>();
  using disk = new SlowDisk(stallAt(() => {
    stalled.resolve();
    return goesOn.promise;
  }));
  const timeout = ends === "timeout" ? 0.1 : 0;
  const running = upload(server.url, "PUT", { timeout }, path);
  await stalled.promise;
  const start = performance.now();
  if (ends === "cancelled") running.cancel();
  const ended = await running.ended;
  assert(performance.now() - start < 5_000);
  goesOn.resolve();
  await until(() => disk.opened > 0);
  await untilClosed(path);
  return ended;
}

for (const ends of ENDS) {
  for (const size of SIZES) {
    Deno.test(`upload() ends with ${ends} while a disk stalls before it opens a file of ${size} bytes`, async () => {
      const ended = await uploadStalled(ends, size, (open) => ({ open }));

      assertEquals(outcomeOf(ended), ends);
    });

    Deno.test(`upload() ends with ${ends} while a disk stalls in a file of ${size} bytes`, async () => {
      let reads = 0;
      const ended = await uploadStalled(ends, size, (wait) => ({
        // A large one has begun by then.
        read: () => reads++ === (size > 5 ? 3 : 0) ? wait() : undefined,
      }));

      assertEquals(outcomeOf(ended), ends);
    });
  }
}
