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

/** The path functions of one kind of system, whichever system this runs on. */
export interface PathStyle {
  /** Whether a `file:` URL may name a server. */
  readonly hasServers: boolean;
  fromFileUrl(url: URL): string;
  isAbsolute(path: string): boolean;
  /** Whether a path leads to a device by its name, wherever that is. */
  isDevice(path: string): boolean;
  /** Whether the system takes every part of a path as it is written. */
  isPlain(path: string): boolean;
  /** Whether a way from a directory, as `relative` tells it, stays inside. */
  staysInside(way: string): boolean;
  join(...parts: string[]): string;
  relative(from: string, to: string): string;
}

/** Paths as Linux and macOS have them. */
export const posix: PathStyle = {
  hasServers: false,
  fromFileUrl: posixFromFileUrl,
  isAbsolute: posixIsAbsolute,
  isDevice: () => false,
  isPlain: () => true,
  staysInside: (way) => !/^\.\.(?:\/|$)/.test(way),
  join: posixJoin,
  relative: posixRelative,
};

/** Paths as Windows has them. */
export const windows: PathStyle = {
  hasServers: true,
  fromFileUrl: windowsFromFileUrl,
  isAbsolute: isWindowsAbsolute,
  isDevice: isWindowsDevice,
  isPlain: isWindowsPlain,
  // To another drive or server there is no way, and so it is an absolute path.
  staysInside: (way) =>
    !isWindowsAbsolute(way) && isWindowsPlain(way) &&
    !/^\.\.(?:\\|$)/.test(way),
  join: windowsJoin,
  relative: windowsRelative,
};

/** The path functions of a system. */
export function styleOf({ os }: { readonly os: string }): PathStyle {
  return os === "windows" ? windows : posix;
}
