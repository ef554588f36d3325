// Stands in for the modules of @std/path/windows.
import "./process.ts";
export { join, relative } from "npm:path-unified@^0.2.0/win32";

/** The path of a `file:` URL: on a drive, or on a server. */
export function fromFileUrl(url: string | URL): string {
  const { hostname, pathname } = new URL(url);
  const escaped = pathname.replaceAll("/", "\\")
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25");
  const path = decodeURIComponent(escaped)
    .replace(/^\\*([A-Za-z]:)(\\|$)/, "$1\\");
  return hostname === "" ? path : `\\\\${hostname}${path}`;
}
