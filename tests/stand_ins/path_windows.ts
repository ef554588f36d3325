// Stands in for the modules of @std/path/windows.
import "./process.ts";
export { isAbsolute, join, relative } from "path-unified/win32";

/** The path of a `file:` URL: on a drive, or on a server. */
export function fromFileUrl(url: string | URL): string {
  const { hostname, pathname } = new URL(url);
  const path = decodeURIComponent(pathname)
    .replaceAll("/", "\\")
    .replace(/^\\+(?=[A-Za-z]:)/, "");
  return hostname === "" ? path : `\\\\${hostname}${path}`;
}
