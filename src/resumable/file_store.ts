import { attempt } from "../errors/attempt.ts";
import { kindOf } from "../errors/kind_of.ts";
import { currentEnvironment } from "../files/environment.ts";
import { styleOf } from "../files/path_style.ts";
import { Entries } from "./entries.ts";
import { FileTexts } from "./file_texts.ts";
import type { StoredValue, UploadStore } from "./store.ts";
import type { StoreOptions } from "./store_options.ts";

/**
 * Keeps each upload in a file of a directory, in Deno, Node and Bun. It is
 * created when it is needed. Only the user may read it. Its subdirectory
 * `locks` has a file for each lock.
 *
 * A file is written whole to a temporary name, flushed to the disk and renamed,
 * so a crash leaves the old value or the new one. A damaged file is reported
 * by `console.warn()` and skipped.
 *
 * A lock ends with its process, at once, even if that is killed. Programs of
 * Deno use locks of the system, which hold on one machine across containers,
 * and on network file systems that support them. Programs of Node and Bun know
 * by its id whether a process of their machine or container lives. Between
 * Deno and the others, and between machines or containers, a living process
 * touches its lock every 5 s: the lock ends 30 s after the process, and clocks
 * must not differ by more.
 *
 * Needs `--allow-read` and `--allow-write` for the directory.
 *
 * @example
 * ```ts
 * import { FileStore } from "@network/upload/resumable";
 * import { assertEquals } from "@std/assert";
 *
 * const directory = await Deno.makeTempDir();
 *
 * const before = new FileStore(directory);
 * await before.set("video", { offset: 5 });
 *
 * const afterRestart = new FileStore(directory);
 * const value = await afterRestart.get("video");
 * assertEquals(value, { offset: 5 });
 *
 * await Deno.remove(directory, { recursive: true });
 * ```
 *
 * @category Stores
 */
export class FileStore implements UploadStore {
  readonly #entries: Entries;

  /**
   * Creates a store over a directory, and touches no file yet.
   *
   * @param directory A path, relative to the working directory if it is not
   * absolute, or a `file:` URL.
   * @throws {TypeError} If an argument is invalid.
   */
  constructor(directory: string | URL, options?: StoreOptions) {
    this.#entries = new Entries(new FileTexts(toPath(directory)), options);
  }

  /** Returns the value of a key. */
  get(key: string): Promise<StoredValue | undefined> {
    return this.#entries.get(key);
  }

  /** Writes the value of a key to its file. */
  set(key: string, value: StoredValue): Promise<void> {
    return this.#entries.set(key, value);
  }

  /** Removes the file of a key. */
  delete(key: string): Promise<void> {
    return this.#entries.delete(key);
  }

  /** Iterates over all entries. */
  list(): AsyncIterable<readonly [key: string, value: StoredValue]> {
    return this.#entries.list();
  }

  /** Claims a key for this process. */
  lock(key: string): Promise<AsyncDisposable | undefined> {
    return this.#entries.lock(key);
  }
}

function toPath(directory: string | URL): string {
  if (typeof directory === "string" && !/^file:\//i.test(directory)) {
    if (directory !== "" && !directory.includes("\0")) return directory;
    throw new TypeError(
      "FileStore: 'directory' must not be empty or have a NUL character",
    );
  }
  const path = attempt(() => pathOfUrl(new URL(directory)), undefined);
  if (path !== undefined) return path;
  throw new TypeError(
    `FileStore: 'directory' must be a path or a file: URL (got ${
      kindOf(directory)
    })`,
  );
}

function pathOfUrl(url: URL): string | undefined {
  if (url.protocol !== "file:" || url.pathname.includes("%00")) {
    return undefined;
  }
  return styleOf(currentEnvironment()).fromFileUrl(url);
}
