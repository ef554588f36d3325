import { upload } from "@network/upload";
import { meetFault } from "../support/invariants.ts";
import { withPosixFiles } from "../support/platform.ts";
import { closing } from "../support/raw_request.ts";

/** More than the buffers between two sockets hold. */
const LARGE = 64 * 1024 * 1024;

/** Writes over the first byte of a file. */
function overwrite(path: string): void {
  using file = Deno.openSync(path, { write: true });
  file.writeSync(new Uint8Array(1));
}

/** What happens to a file while it is sent; whether what is sent is still the file that was opened. */
const CHANGES: readonly (readonly [
  name: string,
  change: (path: string) => unknown,
  ends: string,
])[] = [
  ["grows", (path) => {
    Deno.writeFileSync(path, new Uint8Array(1), { append: true });
  }, "source"],
  ["shrinks", (path) => Deno.truncateSync(path, LARGE - 1), "source"],
  ["is emptied", (path) => Deno.truncateSync(path, 0), "source"],
  ["is rewritten, shorter", (path) => {
    Deno.writeFileSync(path, new Uint8Array(5));
  }, "source"],
  ["is overwritten in place", (path) => overwrite(path), "source"],
  ["is overwritten where it was already sent, and dated back", (path) => {
    overwrite(path);
    Deno.utimeSync(path, 0, 0);
  }, "source"],
  ["is overwritten, and dated to the future", (path) => {
    overwrite(path);
    Deno.utimeSync(path, 2 ** 31, 2 ** 31);
  }, "source"],
  ["is truncated and extended back", (path) => {
    Deno.truncateSync(path, 5);
    Deno.truncateSync(path, LARGE);
  }, "source"],
  ["is emptied and filled again", (path) => {
    Deno.writeFileSync(path, new Uint8Array(LARGE));
  }, "source"],
  ["is overwritten after a rename", (path) => {
    Deno.renameSync(path, `${path}.old`);
    overwrite(`${path}.old`);
  }, "source"],
  ["is overwritten through another name", (path) => {
    Deno.linkSync(path, `${path}.link`);
    overwrite(`${path}.link`);
  }, "source"],
  ["gets another name", (path) => Deno.linkSync(path, `${path}.link`), "200"],
  ["is replaced", (path) => {
    Deno.writeFileSync(`${path}.new`, new Uint8Array(5));
    Deno.renameSync(`${path}.new`, path);
  }, "200"],
  ["is renamed", (path) => Deno.renameSync(path, `${path}.old`), "200"],
  ["is deleted", (path) => Deno.removeSync(path), "200"],
  ["loses its permission", (path) => Deno.chmodSync(path, 0), "200"],
  ["becomes a directory", (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(path);
  }, "200"],
];

for (const [name, change, ends] of CHANGES) {
  withPosixFiles.test(`upload() ends with ${ends} when the file ${name} while it is sent`, async () => {
    const size = ends === "200" ? LARGE : undefined;
    await meetFault({ ends, size }, (scene) => {
      const path = scene.folder.sparse("data.bin", LARGE);
      const url = scene.serve(async (connection) => {
        const head = await connection.readHead();
        change(path);
        await scene.readBody(connection, head);
        await connection.write(closing("ok"));
      });
      return upload(url, "PUT", { fetch: scene.fetch, progress: true }, path);
    });
  });
}
