import type { FileHandle } from "node:fs/promises";
import { systemCodeOf } from "../errors/cause.ts";
import { quietly } from "../streams/quietly.ts";
import { nodeModules } from "./node_builtins.ts";

/** What Windows reports while another process has the file open. */
const IN_USE: readonly string[] = ["EPERM", "EACCES", "EBUSY"];
const RENAME_ATTEMPTS = 10;
const RENAME_DELAY_MS = 20;

/**
 * Saved at import, so that a program with fake timers does not stop its stores.
 */
const { setTimeout } = globalThis;

/**
 * Writes a file that only the user may read, or replaces one. Whatever happens
 * meanwhile, the file has all of the old text or all of the new one.
 *
 * @param temporary A path in the same directory that nothing else uses.
 */
export async function replaceFile(
  path: string,
  temporary: string,
  text: string,
): Promise<void> {
  const { fs } = nodeModules();
  try {
    await withFile(await fs.open(temporary, "wx", 0o600), async (file) => {
      await file.writeFile(text);
      // A rename may reach the disk before the bytes do.
      await file.sync();
    });
    await rename(temporary, path);
  } catch (thrown) {
    await quietly(() => fs.unlink(temporary));
    throw thrown;
  }
}

/**
 * Waits until the names in a directory are on the disk. Windows cannot do that,
 * nor can some file systems.
 */
export async function syncDirectory(path: string): Promise<void> {
  await quietly(async () => {
    const directory = await nodeModules().fs.open(path);
    await withFile(directory, () => directory.sync());
  });
}

async function withFile(
  file: FileHandle,
  work: (file: FileHandle) => Promise<void>,
): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

async function rename(from: string, to: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await nodeModules().fs.rename(from, to);
    } catch (thrown) {
      const isInUse = IN_USE.includes(systemCodeOf(thrown));
      if (!isInUse || attempt === RENAME_ATTEMPTS) throw thrown;
    }
    await new Promise((resolve) => setTimeout(resolve, RENAME_DELAY_MS));
  }
}
