import { FileStore } from "@network/upload/resumable";
import { assertEquals } from "@std/assert";
import { TempFolder } from "../support/files.ts";
import { NOT_LINUX } from "../support/platform.ts";
import { runProgram } from "../support/program.ts";
import { testWith } from "../support/server_program.ts";

const PROGRAM = "tests/support/resumable/refused_store_program.ts";

/** Commands of a shell that make saving fail, and run a program then. */
const FAULTS = [
  {
    what: "its disk is full",
    script: `mount -t tmpfs -o size=64k none "$0/disk" &&
      cp "$0/store"/* "$0/disk" && exec "$@"`,
    through: ["unshare", "--map-root-user", "--mount"],
    directory: "disk",
    message: "ENOSPC: no space left on device",
    hint: "free some disk space",
  },
  {
    what: "its disk is read-only",
    script: `mount --bind "$0/store" "$0/disk" &&
      mount -o remount,bind,ro "$0/disk" && exec "$@"`,
    through: ["unshare", "--map-root-user", "--mount"],
    directory: "disk",
    message: "EROFS: read-only file system",
    hint: "use a directory on a disk that can be written",
  },
  {
    what: "it may not write in its directory",
    script: `chmod 500 "$0/store" && exec "$@"`,
    through: Deno.uid() === 0 && !NOT_LINUX
      ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
      : [],
    directory: "store",
    message: "EACCES: permission denied",
    hint: "change its permissions, or use another directory",
  },
];

for (const fault of FAULTS) {
  testWith(
    ["unshare", "setpriv"],
    `FileStore says that ${fault.what}, and keeps the old value`,
    async () => {
      using folder = new TempFolder();
      await new FileStore(`${folder.path}/store`).set("a", "old");
      await Deno.mkdir(`${folder.path}/disk`);
      const directory = `${folder.path}/${fault.directory}`;
      const { stdout, stderr } = await runProgram(PROGRAM, {
        permissions: ["--allow-read", "--allow-write"],
        args: [directory],
        through: [...fault.through, "sh", "-c", fault.script, folder.path],
      });

      assertEquals(stderr, "");
      assertEquals(JSON.parse(stdout), {
        error: {
          name: "UploadError",
          code: "store",
          message: `Cannot save an upload in "${directory}": ${fault.message}`,
          hint: fault.hint,
          isTransient: false,
        },
        value: "old",
        isClean: true,
      });
    },
  );
}
