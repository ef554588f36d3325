import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { systemCodeOf } from "../errors/cause.ts";
import { quietly } from "../streams/quietly.ts";
import { assertSameFile, fileGrewError } from "./file_change.ts";
import { notAFile, toFileError } from "./file_error.ts";
import { nodeModules } from "./node_builtins.ts";
import { abortableOnDisk, unlessStalled } from "./stalled.ts";

/** A regular file that is open for any number of concurrent readers. */
export interface OpenFile {
  /** The path that was opened. */
  readonly path: string;
  /** The size in bytes when the file was opened. */
  readonly size: number;
  /** What changes when the file is written to or replaced. */
  readonly version: string;
  /**
   * Reads into the buffer from a position in the file.
   *
   * @returns The number of bytes read; 0 at the end of the file.
   */
  read(buffer: Uint8Array, position: number): Promise<number>;
  /** Rejects with code `source` if the file has changed since it was opened. */
  assertUnchanged(): Promise<void>;
  /**
   * Closes the file once pending reads have settled, and refuses new ones. If a
   * read stalls, it resolves at once and the file is closed later. It never
   * rejects, and further calls have no effect.
   */
  close(): Promise<void>;
}

/**
 * Opens a regular file. It never blocks on a pipe or a device, even if one
 * takes the place of the file at the last moment.
 *
 * @param signal Ends the wait. A file that opens later is closed.
 * @throws {UploadError} `not-found`, `not-a-file`, `permission` or `source`.
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
    // Opening a device can have effects, so check the path first.
    assertRegularFile(await nodeModules().fs.stat(path), path);
    const handle = await openNonBlocking(path);
    try {
      const stats = await handle.stat();
      assertRegularFile(stats, path);
      // Generated files, such as those in /proc, have bytes but no size.
      if (stats.size === 0 && await readAt(handle, new Uint8Array(1), 0) > 0) {
        throw fileGrewError(path, 0);
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

function assertRegularFile(stats: Stats, path: string): void {
  if (!stats.isFile()) throw notAFile(path, stats.isDirectory());
}

async function openNonBlocking(path: string): Promise<FileHandle> {
  const { constants, open } = nodeModules().fs;
  try {
    // On Windows, where no file is a pipe, the flag is undefined.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    // A file server held a lease on the file. This attempt has ended the lease.
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
  /** The pending operations and their start times, oldest first. */
  readonly #pending = new Map<Promise<unknown>, number>();
  #closing: Promise<void> | undefined;

  constructor(path: string, handle: FileHandle, stats: Stats) {
    this.path = path;
    this.#handle = handle;
    this.#stats = stats;
  }

  get size(): number {
    return this.#stats.size;
  }

  get version(): string {
    // A device may have another number after a restart, so it is left out.
    const { size, mtimeMs, ino } = this.#stats;
    return `${size} ${mtimeMs} ${ino}`;
  }

  read(buffer: Uint8Array, position: number): Promise<number> {
    return this.#run((handle) => readAt(handle, buffer, position));
  }

  assertUnchanged(): Promise<void> {
    return this.#run(async (handle) => {
      const now = await handle.stat();
      const statName = () => nodeModules().fs.stat(this.path);
      await assertSameFile(this.path, this.#stats, now, statName);
    });
  }

  async close(): Promise<void> {
    const [since] = this.#pending.values();
    this.#closing ??= this.#closeWhenIdle();
    // Only a read stalls, so most often there is no need for a timer.
    if (since === undefined) await quietly(() => this.#closing);
    else await unlessStalled(this.#closing, since);
  }

  async #closeWhenIdle(): Promise<void> {
    await Promise.allSettled(this.#pending.keys());
    await this.#handle.close();
  }

  async #run<Value>(
    work: (handle: FileHandle) => Promise<Value>,
  ): Promise<Value> {
    let operation: Promise<Value> | undefined;
    try {
      if (this.#closing !== undefined) throw new Error("the file is closed");
      operation = work(this.#handle);
      this.#pending.set(operation, performance.now());
      return await operation;
    } catch (thrown) {
      throw toFileError(thrown, this.path);
    } finally {
      if (operation !== undefined) this.#pending.delete(operation);
    }
  }
}
