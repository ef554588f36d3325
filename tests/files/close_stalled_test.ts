import { assertEquals } from "@std/assert";
import { FakeTime } from "@std/testing/time";
import { openFile } from "../../src/files/open_file.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen, untilClosed } from "../support/open_files.ts";
import { PerformanceClock } from "../support/performance_clock.ts";
import { onLinux } from "../support/platform.ts";
import { SlowDisk } from "../support/slow_disk.ts";
import { turns } from "../support/turns.ts";

/** The time after which a disk counts as stalled. */
const STALLED_MS = 250;

/** Opens a file whose reads wait, and begins one. */
async function readSlowly(folder: TempFolder) {
  const path = folder.write("a.txt", "hello");
  const stall = Promise.withResolvers<void>();
  const disk = new SlowDisk({ read: () => stall.promise });
  const file = await openFile(path);
  const buffer = new Uint8Array(5);
  const reading = file.read(buffer, 0);
  return { path, file, reading, buffer, resume: stall.resolve, disk };
}

Deno.test("close() waits for the current read, which gets its bytes", async () => {
  using folder = new TempFolder();
  const { path, file, reading, buffer, resume, disk } = await readSlowly(
    folder,
  );
  using _ = disk;
  const order: string[] = [];
  const closing = file.close().then(() => order.push("closed"));
  const refused = await file.read(new Uint8Array(5), 0).catch((error) => error);
  resume();
  const read = await reading;
  order.push("read");
  await closing;

  assertEquals(order, ["read", "closed"]);
  assertEquals(await isOpen(path), false);
  assertEquals(read, 5);
  assertEquals(new TextDecoder().decode(buffer), "hello");
  assertEquals(refused.code, "source");
});

Deno.test("close() waits for a read that has begun, however old the file is", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  let gate = Promise.resolve();
  using _disk = new SlowDisk({ read: () => gate });
  using time = new FakeTime();
  using clock = new PerformanceClock();
  const file = await openFile(path);
  await file.read(new Uint8Array(5), 0);
  clock.now += 2 * STALLED_MS;
  const { promise, resolve: resume } = Promise.withResolvers<void>();
  gate = promise;
  const order: string[] = [];
  const reading = file.read(new Uint8Array(5), 0).then(() =>
    order.push("read")
  );
  const closing = file.close().then(() => order.push("closed"));
  time.tick(STALLED_MS - 1);
  await turns();
  resume();
  await Promise.all([reading, closing]);

  assertEquals(order, ["read", "closed"]);
});

onLinux.test("close() does not wait for a disk that stalls, and closes the file later", async () => {
  using folder = new TempFolder();
  using time = new FakeTime();
  using clock = new PerformanceClock();
  const { path, file, reading, resume, disk } = await readSlowly(folder);
  using _ = disk;
  const closing = file.close();
  clock.now += STALLED_MS;
  time.tick(STALLED_MS);
  await closing;
  assertEquals(await isOpen(path), true);
  const again = file.close();
  // The read has taken too long already: there is nothing left to wait for.
  time.tick(0);
  await again;
  resume();

  assertEquals(await reading, 5);
  await untilClosed(path);
});

Deno.test("close() can be called while it closes, and again", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  const file = await openFile(path);

  await Promise.all([file.close(), file.close(), file.close()]);
  await file.close();

  assertEquals(await isOpen(path), false);
});
