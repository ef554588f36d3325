// Stands in for the modules of @std/path/posix.
import { posix } from "node:path";

/** The path of a `file:` URL. */
export function fromFileUrl(url: string | URL): string {
  return decodeURIComponent(new URL(url).pathname);
}

export const { basename, isAbsolute, join, relative } = posix;
