import { fromFileUrl as posixFromFileUrl } from "@std/path/posix/from-file-url";
import { isAbsolute as posixIsAbsolute } from "@std/path/posix/is-absolute";
import { join as posixJoin } from "@std/path/posix/join";
import { relative as posixRelative } from "@std/path/posix/relative";
import { fromFileUrl as windowsFromFileUrl } from "@std/path/windows/from-file-url";
import { isAbsolute as windowsIsAbsolute } from "@std/path/windows/is-absolute";
import { join as windowsJoin } from "@std/path/windows/join";
import { relative as windowsRelative } from "@std/path/windows/relative";

/** The path functions of one kind of system, whichever system this runs on. */
export interface PathStyle {
  fromFileUrl(url: URL): string;
  isAbsolute(path: string): boolean;
  join(...parts: string[]): string;
  relative(from: string, to: string): string;
}

/** Paths as Linux and macOS have them. */
export const posix: PathStyle = {
  fromFileUrl: posixFromFileUrl,
  isAbsolute: posixIsAbsolute,
  join: posixJoin,
  relative: posixRelative,
};

/** Paths as Windows has them. */
export const windows: PathStyle = {
  fromFileUrl: windowsFromFileUrl,
  // `\name` is relative to a drive that only the system knows, and so no more absolute than `C:name`.
  isAbsolute: (path) =>
    windowsIsAbsolute(path) && !/^[\\/](?![\\/])/.test(path),
  join: windowsJoin,
  relative: windowsRelative,
};

/** The path functions of a system. */
export function styleOf({ os }: { readonly os: string }): PathStyle {
  return os === "windows" ? windows : posix;
}
