/**
 * The user's documents, and the default: `XDG_DOCUMENTS_DIR` of the environment or of
 * `user-dirs.dirs`, else `~/Documents`; on Windows `%USERPROFILE%\Documents`.
 */
export const DocumentsDirectory: unique symbol = Symbol.for(
  "@network/upload DocumentsDirectory",
);
/** What was shipped with the program: the directory of the main module. */
export const ResourceDirectory: unique symbol = Symbol.for(
  "@network/upload ResourceDirectory",
);
/** Temporary files: `TMPDIR`, else `/tmp`; on Windows `%TEMP%`, else `%TMP%`. */
export const TemporaryDirectory: unique symbol = Symbol.for(
  "@network/upload TemporaryDirectory",
);
/** What can be made anew: `XDG_CACHE_HOME`, else `~/.cache`; on macOS `~/Library/Caches`; on Windows `%LOCALAPPDATA%`. */
export const CachesDirectory: unique symbol = Symbol.for(
  "@network/upload CachesDirectory",
);
/** Data of programs: `XDG_DATA_HOME`, else `~/.local/share`; on macOS `~/Library/Application Support`; on Windows `%APPDATA%`. */
export const ApplicationSupportDirectory: unique symbol = Symbol.for(
  "@network/upload ApplicationSupportDirectory",
);
/** The working directory. */
export const CurrentDirectory: unique symbol = Symbol.for(
  "@network/upload CurrentDirectory",
);

/** The directory of a filename: one of the constants. */
export type NamedDirectory =
  | typeof DocumentsDirectory
  | typeof ResourceDirectory
  | typeof TemporaryDirectory
  | typeof CachesDirectory
  | typeof ApplicationSupportDirectory
  | typeof CurrentDirectory;

/**
 * The directory of a filename: one of the constants, or a `file:` URL.
 *
 * @example
 * ```ts
 * import { type BaseDirectory, CachesDirectory } from "@network/upload";
 *
 * const directories: BaseDirectory[] = [CachesDirectory, new URL("file:///srv/outbox/")];
 * console.log(directories.length); // 2
 * ```
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

/** Whether a value can be a base directory. */
export function isBaseDirectory(value: unknown): value is BaseDirectory {
  return value instanceof URL
    ? value.protocol === "file:"
    : NAMED.includes(value);
}
