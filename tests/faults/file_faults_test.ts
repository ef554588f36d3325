import { upload } from "@network/upload";
import { assert, assertEquals } from "@std/assert";
import { uploadAndExit } from "../support/exit.ts";
import { FaultScene } from "../support/fault_scene.ts";
import type { TempFolder } from "../support/files.ts";
import { type Expected, meetFault } from "../support/invariants.ts";
import { onLinux, withPosixFiles } from "../support/platform.ts";
import { closing } from "../support/raw_request.ts";
import { startReceiver } from "../support/receiver.ts";
import { says } from "../support/server_faults.ts";

const TYPE = "application/octet-stream";

async function pipe({ path }: TempFolder): Promise<string> {
  await new Deno.Command("mkfifo", { args: [`${path}/pipe`] }).output();
  return `${path}/pipe`;
}

function linkTo({ path }: TempFolder, target: string): string {
  Deno.symlinkSync(target, `${path}/link`);
  return `${path}/link`;
}

function five(name: string): (scene: FaultScene) => string {
  return ({ folder }) => folder.write(name, "hello");
}

/** What a name stands for, and how many bytes a server gets of it. */
const NAMES: readonly (readonly [
  name: string,
  make: (scene: FaultScene) => string | Promise<string>,
  ends: Expected["ends"],
  size?: number,
])[] = [
  ["a pipe", ({ folder }) => pipe(folder), "not-a-file"],
  ["a socket", ({ folder, use }) => {
    const path = `${folder.path}/socket`;
    use(Deno.listen({ transport: "unix", path }));
    return path;
  }, "not-a-file"],
  ["/dev/zero", () => "/dev/zero", "not-a-file"],
  // Deno reads it only with all permissions.
  ["/dev/full", () => "/dev/full", ["not-a-file", "permission"]],
  ["/dev/null", () => "/dev/null", "not-a-file"],
  ["a file of /proc without a size", () => "/proc/version", [
    "source",
    "permission",
  ]],
  ["a directory", ({ folder }) => folder.path, "not-a-file"],
  ["a link to a directory", ({ folder }) => linkTo(folder, "."), "not-a-file"],
  ["a link to a pipe", async ({ folder }) => {
    return linkTo(folder, await pipe(folder));
  }, "not-a-file"],
  ["a link to itself", ({ folder }) => linkTo(folder, "link"), "source"],
  ["a dangling link", ({ folder }) => linkTo(folder, "none"), "not-found"],
  ["a missing file", ({ folder }) => `${folder.path}/none`, "not-found"],
  ["a name of 256 bytes", ({ folder: { path } }) => {
    return `${path}/${"x".repeat(256)}`;
  }, "source"],
  ["a name of 255 bytes", five("x".repeat(255)), "200", 5],
  [
    "the URL of a name with a newline",
    (scene) => {
      return `file://${encodeURI(five("a\r\nb\n")(scene))}`;
    },
    "200",
    5,
  ],
  ["a name with emoji", five("👩‍👩‍👧📎.txt"), "200", 5],
  ["a name with quotes", five("a\"b'c`d$e"), "200", 5],
  ["a name like a URL", five("a%20b%2Fc?d#e"), "200", 5],
  ["a name with spaces around it", five(" a "), "200", 5],
  ["a name with a backslash", five("a\\b"), "200", 5],
  ["a name that looks like an option", five("--help"), "200", 5],
  [
    "a link to a file",
    (scene) => linkTo(scene.folder, five("a")(scene)),
    "200",
    5,
  ],
  ["an empty file", ({ folder }) => folder.sparse("a", 0), "200", 0],
  ["a sparse file", ({ folder }) => folder.sparse("a", 5e6), "200", 5e6],
];

const LINUX_FILE = /^\/dev\/full|\/proc/;

for (const [name, make, ends, size] of NAMES) {
  const { test } = LINUX_FILE.test(name) ? onLinux : withPosixFiles;
  test(`upload() ends with ${ends} when it is given ${name}`, async () => {
    await meetFault({ ends, size }, async (scene) => {
      const { fetch } = scene;
      const path = await make(scene);
      const handle = says(closing("ok"));
      const url = scene.serve((connection) => handle(connection, scene));
      const params = { fetch, progress: true };
      return { running: upload(url, "PUT", params, path, TYPE) };
    });
  });
}

Deno.test("upload() sends all of a sparse file of 8 GiB", async () => {
  const size = 2 ** 33 + 5;
  const ended = await meetFault({ ends: "200", size }, async (scene) => {
    const { folder, use } = scene;
    const { url } = use(await startReceiver());
    const path = folder.sparse("data.bin", size);
    return { running: upload(url, "PUT", path, TYPE) };
  });

  assertEquals(ended.response, String(size));
});

for (const ends of ["cancelled", "timeout"]) {
  withPosixFiles.test(`upload() ends with ${ends} while a disk returns nothing`, async () => {
    await meetFault({ ends }, async ({ fetch, folder, use, serve }) => {
      const path = await pipe(folder);
      // Who holds its other end gives nothing, and does not close it.
      use(Deno.openSync(path, { read: true, write: true }));
      const { readable } = Deno.openSync(path);
      const url = serve(async (connection) => {
        await connection.readHead();
        if (ends === "cancelled") running.cancel();
        await connection.drain();
      });
      const timeout = ends === "timeout" ? 0.3 : 10;
      const running = upload(url, "PUT", { fetch, timeout }, readable, TYPE);
      return { running };
    });
  });
}

onLinux.test("a program with such files exits", async () => {
  await using scene = new FaultScene();
  const handle = says(closing("ok"));
  const url = scene.serve((connection) => handle(connection, scene));
  const list = [];
  for (const [, make] of NAMES) {
    const own = scene.use(new FaultScene());
    list.push({ url, method: "PUT", source: await make(own) });
  }

  const outcomes = await uploadAndExit(list);

  for (const [index, [name, , ends]] of NAMES.entries()) {
    const outcome = outcomes[index] ?? "nothing";
    assert(ends.includes(outcome), `${outcome} is not ${ends}: ${name}`);
  }
});
