// Stands in for the modules of @std/path/posix.
import "./process.ts";
export {
  basename,
  isAbsolute,
  join,
  relative,
} from "npm:path-unified@^0.2.0/posix";

/** The path of a `file:` URL. A percent sign that starts no escape stands for itself. */
export function fromFileUrl(url: string | URL): string {
  const { pathname } = new URL(url);
  return decodeURIComponent(pathname.replace(/%(?![0-9A-Fa-f]{2})/g, "%25"));
}
