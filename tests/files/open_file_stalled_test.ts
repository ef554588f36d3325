import { assertEquals, assertRejects } from "@std/assert";
import { UploadError } from "../../src/errors/upload_error.ts";
import { nodeModules } from "../../src/files/node_builtins.ts";
import { openFile } from "../../src/files/open_file.ts";
import { TempFolder } from "../support/files.ts";
import { isOpen, untilClosed } from "../support/open_files.ts";
import { withPosixFiles } from "../support/platform.ts";
import { RejectionWatch } from "../support/rejection_watch.ts";
import { SlowDisk } from "../support/slow_disk.ts";
import { turn } from "../support/turns.ts";
import { until } from "../support/until.ts";

const { signal } = new AbortController();

async function makePipe(path: string): Promise<void> {
  await new Deno.Command("mkfifo", { args: [path] }).output();
}

withPosixFiles.test("openFile() does not wait for the other end of a pipe", async () => {
  using folder = new TempFolder();
  const path = `${folder.path}/pipe`;
  await makePipe(path);
  using disk = new SlowDisk({});

  // Not even to look: opening a device may do something to it.
  for (const other of [path, "/dev/zero"]) {
    const error = await assertRejects(() => openFile(other), UploadError);
    assertEquals([error.code, disk.opened], ["not-a-file", 0]);
  }
});

const SWAPPED: readonly (readonly [
  what: string,
  put: (path: string) => Promise<void>,
  says: string,
])[] = [
  ["a pipe", makePipe, "is a pipe"],
  ["a directory", (path) => Deno.mkdir(path), "is a directory"],
  [
    "a link to a pipe",
    async (path) => {
      await makePipe(`${path}.pipe`);
      await Deno.symlink(`${path}.pipe`, path);
    },
    "is a pipe",
  ],
];

for (const [what, put, says] of SWAPPED) {
  withPosixFiles.test(`openFile() refuses a name that becomes ${what} just before it is opened`, async () => {
    using folder = new TempFolder();
    const path = folder.write("a.txt", "hello");
    using disk = new SlowDisk({
      async open() {
        await Deno.remove(path);
        await put(path);
      },
    });

    const error = await assertRejects(
      () => openFile(path, signal),
      UploadError,
      says,
    );

    assertEquals([error.code, disk.opened], ["not-a-file", 1]);
    assertEquals(await isOpen(path), false);
    assertEquals(await isOpen(`${path}.pipe`), false);
  });
}

Deno.test("openFile() waits no longer than its signal, and closes what opens later", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  const stall = Promise.withResolvers<void>();
  using disk = new SlowDisk({ open: () => stall.promise });
  const controller = new AbortController();
  const opening = openFile(path, controller.signal);
  controller.abort("enough");

  assertEquals(await opening.catch((reason) => reason), "enough");
  assertEquals(disk.opened, 0);
  stall.resolve();
  await until(() => disk.opened > 0);
  await untilClosed(path);
});

Deno.test("openFile() ignores a failure after the wait has ended", async () => {
  await using rejections = new RejectionWatch();
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  const begun = Promise.withResolvers<void>();
  const stall = Promise.withResolvers<void>();
  using _disk = new SlowDisk({
    open() {
      begun.resolve();
      return stall.promise;
    },
  });
  const controller = new AbortController();
  const opening = openFile(path, controller.signal);
  await begun.promise;
  controller.abort("enough");
  await opening.catch(() => {});
  stall.reject(new Error("the disk is gone"));

  assertEquals(await rejections.seen(), []);
});

withPosixFiles.test("openFile() waits for a file on which a file server holds a lease", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  const { O_NONBLOCK } = nodeModules().fs.constants;
  const waits: boolean[] = [];
  using _disk = new SlowDisk({
    open(flags) {
      waits.push((Number(flags) & O_NONBLOCK) === 0);
      // The system says so to who would not wait.
      if (waits.length > 1) return;
      throw Object.assign(new Error("try again"), { code: "EAGAIN" });
    },
  });
  const file = await openFile(path);

  assertEquals(waits, [false, true]);
  await file.close();
});

Deno.test("openFile() opens nothing if its signal is already aborted", async () => {
  using folder = new TempFolder();
  const path = folder.write("a.txt", "hello");
  using disk = new SlowDisk({});
  const opening = openFile(path, AbortSignal.abort("no"));

  assertEquals(await opening.catch((reason) => reason), "no");
  await turn();
  assertEquals(disk.opened, 0);
});
