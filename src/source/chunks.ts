import { loadReports } from "../errors/network_error.ts";
import { hasFiles } from "../files/node_builtins.ts";

// Kept, because `import()` of what is loaded still waits for the event loop.
let files: typeof import("./file_source.ts") | undefined;
let types: typeof import("../files/type_of_name.ts") | undefined;

/** Loads the code that opens files, which browsers never need. */
export async function loadFiles(): Promise<typeof import("./file_source.ts")> {
  // A literal, so that bundlers find it.
  return files ??= await import("./file_source.ts");
}

/** Loads the types of filename extensions, which Blobs rarely need. */
export async function loadTypes(): Promise<
  typeof import("../files/type_of_name.ts")
> {
  return types ??= await import("../files/type_of_name.ts");
}

// Deno 2.9 panics if it has to load code when no file descriptor is left, so
// load it at the start in a runtime that has files. An upload reports a failure.
if (hasFiles()) {
  Promise.all([loadFiles(), loadTypes(), loadReports()]).catch(() => {});
}
