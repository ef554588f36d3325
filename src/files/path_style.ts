import { fromFileUrl as posixFromFileUrl } from "@std/path/posix/from-file-url";
import { isAbsolute as posixIsAbsolute } from "@std/path/posix/is-absolute";
import { join as posixJoin } from "@std/path/posix/join";
import { relative as posixRelative } from "@std/path/posix/relative";
import { fromFileUrl as windowsFromFileUrl } from "@std/path/windows/from-file-url";
import { join as windowsJoin } from "@std/path/windows/join";
import { relative as windowsRelative } from "@std/path/windows/relative";
import {
  isWindowsAbsolute,
  isWindowsDevice,
  isWindowsPlain,
} from "./windows_name.ts";

/** The path functions of one kind of system, usable on every system. */
export interface PathStyle {
  /** Whether a `file:` URL may have a host. */
  readonly hasServers: boolean;
  fromFileUrl(url: URL): string;
  isAbsolute(path: string): boolean;
  /** Checks whether the name alone makes a path refer to a device. */
  isDevice(path: string): boolean;
  /** Checks whether the system takes every component of a path literally. */
  isPlain(path: string): boolean;
  /** Checks whether the result of `relative()` stays inside the directory. */
  staysInside(path: string): boolean;
  join(...parts: string[]): string;
  relative(from: string, to: string): string;
}

/** The paths of Linux and macOS. */
export const posix: PathStyle = {
  hasServers: false,
  fromFileUrl: posixFromFileUrl,
  isAbsolute: posixIsAbsolute,
  isDevice: () => false,
  isPlain: () => true,
  staysInside: (path) => !/^\.\.(?:\/|$)/.test(path),
  join: posixJoin,
  relative: posixRelative,
};

/** The paths of Windows. */
export const windows: PathStyle = {
  hasServers: true,
  fromFileUrl: windowsFromFileUrl,
  isAbsolute: isWindowsAbsolute,
  isDevice: isWindowsDevice,
  isPlain: isWindowsPlain,
  // No relative path leads to another drive, so `relative()` returns an absolute
  // path then.
  staysInside: (path) =>
    !isWindowsAbsolute(path) && isWindowsPlain(path) &&
    !/^\.\.(?:\\|$)/.test(path),
  join: windowsJoin,
  relative: windowsRelative,
};

/** Returns the path functions of a system. */
export function styleOf({ os }: { readonly os: string }): PathStyle {
  return os === "windows" ? windows : posix;
}
