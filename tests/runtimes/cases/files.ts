import { UploadError } from "@network/upload";
import { readFileStream } from "../../../src/files/file_stream.ts";
import { nodeModules } from "../../../src/files/node_builtins.ts";
import { type OpenFile, openFile } from "../../../src/files/open_file.ts";
import { nextTickOf } from "../../support/file_clock.ts";
import { type Case, includes, type Lab, same } from "../lab.ts";
import { bytesOf, FILE_SIZE, sha256Of } from "../protocol.ts";

/** The code and the message with which something fails. */
async function failureOf(
  work: Promise<unknown>,
): Promise<readonly [code: string, message: string]> {
  const thrown = await work.then(() => undefined, (error) => error);
  if (thrown instanceof UploadError) return [thrown.code, thrown.message];
  throw new Error(`${thrown} where an UploadError should be`);
}

/** Does something with an open file. Without files, checks for a clear error. */
async function withFile(
  { abilities, file: path }: Lab,
  use: (file: OpenFile) => Promise<void>,
): Promise<string | void> {
  if (!abilities.files) {
    const [code, message] = await failureOf(openFile(path));
    same(code, "not-found");
    includes(message, "this runtime has no file system");
    return "clear error";
  }
  const file = await openFile(path);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** Changes a copy of the file after some of it was read, and returns the outcome of the rest. */
async function readChanged(
  { file }: Lab,
  change: (copy: string) => Promise<void>,
): Promise<readonly [code: string, message: string]> {
  const { copyFile, rm } = nodeModules().fs;
  const copy = `${file}.${crypto.randomUUID()}`;
  await copyFile(file, copy);
  const open = await openFile(copy);
  try {
    const range = { start: 0, end: FILE_SIZE };
    const reader = readFileStream(open, range).getReader();
    await reader.read();
    await nextTickOf(copy, ["mtimeMs", "ctimeMs"]);
    await change(copy);
    return await failureOf((async () => {
      while (!(await reader.read()).done) { /* To its end. */ }
    })());
  } finally {
    await open.close();
    await rm(copy, { force: true });
  }
}

/** Cases of files, in runtimes that have some. */
export const FILES: readonly Case[] = [
  {
    name: "a file: many readers at once, each at its position",
    run: (lab) =>
      withFile(lab, async (file) => {
        same(file.size, FILE_SIZE);
        const part = 400_000;
        const starts = Array.from({ length: 8 }, (_, index) => index * part);
        const blobs = await Promise.all(starts.map((start) => {
          const end = Math.min(start + part, FILE_SIZE);
          return new Response(readFileStream(file, { start, end })).blob();
        }));
        const read = new Uint8Array(await new Blob(blobs).arrayBuffer());
        same(await sha256Of(read), await sha256Of(bytesOf(FILE_SIZE)));
      }),
  },
  {
    name: "a file: not read after it was closed",
    run: (lab) =>
      withFile(lab, async (file) => {
        const buffer = new Uint8Array(FILE_SIZE);
        const reading = file.read(buffer, 0);
        await Promise.all([file.close(), file.close()]);
        same(await reading, FILE_SIZE);
        same(await sha256Of(buffer), await sha256Of(bytesOf(FILE_SIZE)));
        const other = await openFile(lab.file);
        const [code, message] = await failureOf(file.read(buffer, 0));
        same(code, "source");
        includes(message, "the file is closed");
        await other.close();
      }),
  },
  {
    name: "a file that is overwritten while it is read: an error",
    run: (lab) =>
      withFile(lab, async () => {
        const { open, stat, utimes, writeFile } = nodeModules().fs;
        const overwrite = (copy: string) =>
          writeFile(copy, new Uint8Array(FILE_SIZE));
        const restore = async (copy: string) => {
          const { atime, mtime } = await stat(copy);
          await overwrite(copy);
          await utimes(copy, atime, mtime);
        };
        const extend = async (copy: string) => {
          const handle = await open(copy, "r+");
          await handle.truncate(1);
          await handle.truncate(FILE_SIZE);
          await handle.close();
        };
        const changes = [overwrite, restore, extend];
        const failures = await Promise.all(
          changes.map((change) => readChanged(lab, change)),
        );
        for (const [code, message] of failures) {
          same(code, "source");
          includes(message, "was written to while it was read");
        }
      }),
  },
];
