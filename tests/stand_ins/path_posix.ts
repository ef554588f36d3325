// Stands in for the modules of @std/path/posix.
import "./process.ts";
export { basename, isAbsolute, join, relative } from "path-unified/posix";

/** The path of a `file:` URL. */
export function fromFileUrl(url: string | URL): string {
  return decodeURIComponent(new URL(url).pathname);
}
