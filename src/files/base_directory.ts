/**
 * The user's documents; the default. It is `XDG_DOCUMENTS_DIR` from the
 * environment or from `user-dirs.dirs`, otherwise `~/Documents`; on Windows
 * `%USERPROFILE%\Documents`.
 *
 * @category Directories
 */
export const DocumentsDirectory: unique symbol = Symbol.for(
  "@network/upload DocumentsDirectory",
);
/**
 * Files shipped with the program: the directory of the main module.
 *
 * @category Directories
 */
export const ResourceDirectory: unique symbol = Symbol.for(
  "@network/upload ResourceDirectory",
);
/**
 * Temporary files: `TMPDIR`, otherwise `/tmp`; on Windows `%TEMP%`, otherwise
 * `%TMP%`.
 *
 * @category Directories
 */
export const TemporaryDirectory: unique symbol = Symbol.for(
  "@network/upload TemporaryDirectory",
);
/**
 * Files that can be created again: `XDG_CACHE_HOME`, otherwise `~/.cache`; on
 * macOS `~/Library/Caches`; on Windows `%LOCALAPPDATA%`.
 *
 * @category Directories
 */
export const CachesDirectory: unique symbol = Symbol.for(
  "@network/upload CachesDirectory",
);
/**
 * Application data: `XDG_DATA_HOME`, otherwise `~/.local/share`; on macOS
 * `~/Library/Application Support`; on Windows `%APPDATA%`.
 *
 * @category Directories
 */
export const ApplicationSupportDirectory: unique symbol = Symbol.for(
  "@network/upload ApplicationSupportDirectory",
);
/**
 * The working directory.
 *
 * @category Directories
 */
export const CurrentDirectory: unique symbol = Symbol.for(
  "@network/upload CurrentDirectory",
);

/**
 * One of the directory constants.
 *
 * @category Directories
 */
export type NamedDirectory =
  | typeof DocumentsDirectory
  | typeof ResourceDirectory
  | typeof TemporaryDirectory
  | typeof CachesDirectory
  | typeof ApplicationSupportDirectory
  | typeof CurrentDirectory;

/**
 * The directory that contains a file: one of the constants, or a `file:` URL.
 * TypeScript widens the constants to `symbol` in an object that is built before
 * the call: give such an object the type {@linkcode UploadOptions}.
 *
 * @example
 * ```ts
 * import { type BaseDirectory, upload } from "@network/upload";
 * import { assertEquals } from "@std/assert";
 *
 * const outbox: BaseDirectory = new URL("file:///srv/outbox/");
 * const { error } = await upload({
 *   url: "http://127.0.0.1/",
 *   source: "../secret.txt",
 *   baseDirectory: outbox,
 * });
 *
 * assertEquals(error?.code, "outside-directory");
 * ```
 *
 * @category Directories
 */
export type BaseDirectory = NamedDirectory | URL;

const NAMED: readonly unknown[] = [
  DocumentsDirectory,
  ResourceDirectory,
  TemporaryDirectory,
  CachesDirectory,
  ApplicationSupportDirectory,
  CurrentDirectory,
];

/** Checks whether a value can be used as a base directory. */
export function isBaseDirectory(value: unknown): value is BaseDirectory {
  return value instanceof URL
    ? value.protocol === "file:"
    : NAMED.includes(value);
}
