import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { systemCodeOf } from "../errors/cause.ts";
import { assertSameFile, grown } from "./file_change.ts";
import { notAFile, toFileError } from "./file_error.ts";
import { nodeModules } from "./node_builtins.ts";
import { abortableOnDisk, unlessStalled } from "./stalled.ts";

/** A regular file that is open for reading, for several readers at once. */
export interface OpenFile {
  /** The name that it was opened by. */
  readonly path: string;
  /** In bytes, when it was opened. */
  readonly size: number;
  /** Fills as much of the buffer as it can from a position on; 0 at the end. */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Fails with code `source` if the file has been written to since it was opened. */
  assertUnchanged(): Promise<void>;
  /**
   * Closes the file when what reads it has ended; from now on nothing does. It can be called again,
   * and never fails. Where the disk stalls, it settles at once, and the file is closed behind.
   */
  close(): Promise<void>;
}

/**
 * Opens a file. What is open is looked at, and not what the name stood for before: neither a pipe
 * nor a device is ever waited for.
 *
 * @param signal Ends the wait; a file that opens later is closed.
 * @throws {UploadError} `not-found`, `not-a-file`, `permission` or `source`; the signal's reason.
 */
export async function openFile(
  path: string,
  signal?: AbortSignal,
): Promise<OpenFile> {
  signal?.throwIfAborted();
  const opening = openRegularFile(path);
  if (signal === undefined) return await opening;
  return await abortableOnDisk(opening, signal, (file) => file.close());
}

async function openRegularFile(path: string): Promise<OpenFile> {
  try {
    // Asked first: opening a device may do something to it.
    checkFile(await nodeModules().fs.stat(path), path);
    const handle = await openWithoutWaiting(path);
    try {
      const stats = await handle.stat();
      checkFile(stats, path);
      // Files that the system makes up (/proc) have bytes, but no size.
      if (stats.size === 0 && await readAt(handle, new Uint8Array(1), 0) > 0) {
        throw grown(path, 0);
      }
      return new RegularFile(path, handle, stats);
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
  } catch (thrown) {
    throw toFileError(thrown, path);
  }
}

function checkFile(stats: Stats, path: string): void {
  if (!stats.isFile()) throw notAFile(path, stats.isDirectory());
}

async function openWithoutWaiting(path: string): Promise<FileHandle> {
  const { constants, open } = nodeModules().fs;
  try {
    // Windows has no such flag, nor pipes among its files; there it is undefined.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    // A file server may hold a lease on the file, and has just been asked to give it up.
    if (systemCodeOf(thrown) !== "EAGAIN") throw thrown;
    return await open(path, constants.O_RDONLY);
  }
}

async function readAt(
  handle: FileHandle,
  buffer: Uint8Array,
  position: number,
): Promise<number> {
  return (await handle.read(buffer, 0, buffer.byteLength, position)).bytesRead;
}

class RegularFile implements OpenFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #stats: Stats;
  /** What uses the file, and since when: the oldest first. */
  readonly #uses = new Map<Promise<unknown>, number>();
  #closing: Promise<void> | undefined;

  constructor(path: string, handle: FileHandle, stats: Stats) {
    this.path = path;
    this.#handle = handle;
    this.#stats = stats;
  }

  get size(): number {
    return this.#stats.size;
  }

  read(buffer: Uint8Array, position: number): Promise<number> {
    return this.#use((handle) => readAt(handle, buffer, position));
  }

  assertUnchanged(): Promise<void> {
    return this.#use(async (handle) => {
      const now = await handle.stat();
      const named = () => nodeModules().fs.stat(this.path);
      await assertSameFile(this.path, this.#stats, now, named);
    });
  }

  async close(): Promise<void> {
    const [since = performance.now()] = this.#uses.values();
    this.#closing ??= this.#closeUnused();
    await unlessStalled(this.#closing, since);
  }

  async #closeUnused(): Promise<void> {
    await Promise.allSettled(this.#uses.keys());
    await this.#handle.close();
  }

  async #use<Value>(
    work: (handle: FileHandle) => Promise<Value>,
  ): Promise<Value> {
    let use: Promise<Value> | undefined;
    try {
      if (this.#closing !== undefined) throw new Error("the file is closed");
      use = work(this.#handle);
      this.#uses.set(use, performance.now());
      return await use;
    } catch (thrown) {
      throw toFileError(thrown, this.path);
    } finally {
      if (use !== undefined) this.#uses.delete(use);
    }
  }
}
