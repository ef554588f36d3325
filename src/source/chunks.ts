import { loadReports } from "../errors/network_error.ts";
import { hasFiles } from "../files/node_builtins.ts";

/** Loads the code that opens files, which browsers never need. */
export function loadFiles(): Promise<typeof import("./file_source.ts")> {
  // A literal, so that bundlers find it.
  return import("./file_source.ts");
}

/** Loads the types of filename extensions, which Blobs rarely need. */
export function loadTypes(): Promise<
  typeof import("../files/type_of_name.ts")
> {
  return import("../files/type_of_name.ts");
}

// Deno 2.9 panics if it has to load code when no file descriptor is left, so
// load it at the start in a runtime that has files. An upload reports a failure.
if (hasFiles()) {
  Promise.all([loadFiles(), loadTypes(), loadReports()]).catch(() => {});
}
