import { notAFile, toFileError } from "./file_error.ts";
import { nodeModules } from "./node_builtins.ts";

/** A regular file that is open for reading, from its start. */
export interface OpenFile {
  /** In bytes, when it was opened. */
  readonly size: number;
  /** Fills as much of the buffer as it can; 0 at the end. */
  read(buffer: Uint8Array): Promise<number>;
  close(): void | Promise<void>;
}

/**
 * Opens a file with what the runtime has: Deno's own functions, else `node:fs`.
 *
 * @throws {UploadError} `not-found`, `not-a-file`, `permission` or `source`.
 */
export async function openFile(path: string): Promise<OpenFile> {
  try {
    return typeof Deno === "undefined"
      ? await openInNode(path)
      : await openInDeno(path);
  } catch (thrown) {
    throw toFileError(thrown, path);
  }
}

async function openInDeno(path: string): Promise<OpenFile> {
  // Asked before it is opened: opening a pipe waits for its other end.
  const { isFile, isDirectory } = await Deno.stat(path);
  if (!isFile) throw notAFile(path, isDirectory);
  const file = await Deno.open(path);
  return await sized({
    read: async (buffer) => await file.read(buffer) ?? 0,
    close: () => file.close(),
  }, () => file.stat());
}

async function openInNode(path: string): Promise<OpenFile> {
  const { open, stat } = nodeModules().fs;
  const found = await stat(path);
  if (!found.isFile()) throw notAFile(path, found.isDirectory());
  const file = await open(path);
  return await sized({
    read: async (buffer) => (await file.read(buffer)).bytesRead,
    close: () => file.close(),
  }, () => file.stat());
}

/** Asks what is open for its size, not the name, which may stand for another file by now. */
async function sized(
  file: Omit<OpenFile, "size">,
  stat: () => Promise<{ size: number }>,
): Promise<OpenFile> {
  try {
    const { size } = await stat();
    return { ...file, size };
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}
