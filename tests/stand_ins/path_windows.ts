// Stands in for the modules of @std/path/windows.
import { win32 } from "node:path";

/** The path of a `file:` URL: on a drive, or on a server. */
export function fromFileUrl(url: string | URL): string {
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname)
    .replaceAll("/", "\\")
    .replace(/^\\+(?=[A-Za-z]:)/, "");
  return hostname === "" ? path : `\\\\${hostname}${path}`;
}

export const { isAbsolute, join, relative } = win32;
