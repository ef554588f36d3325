import { UploadError } from "../errors/upload_error.ts";

/** The modules of Node that files are read with. */
export interface NodeModules {
  readonly fs: typeof import("node:fs/promises");
  readonly module: typeof import("node:module");
  readonly process: typeof import("node:process");
  readonly url: typeof import("node:url");
}

/**
 * Node's own modules, where there are some: in Node, in Bun and in what is compatible with them.
 * They are asked for when a file is opened, and not imported: bundlers for browsers would look
 * for them.
 *
 * @throws {UploadError} `not-found` where there are none, and so no files.
 */
export function nodeModules(): NodeModules {
  const process = globalThis.process?.getBuiltinModule?.("node:process");
  const fs = process?.getBuiltinModule("node:fs/promises");
  const module = process?.getBuiltinModule("node:module");
  const url = process?.getBuiltinModule("node:url");
  if (process && fs && module && url) return { fs, module, process, url };
  throw new UploadError(
    "not-found",
    "this runtime has no files: pass a Blob, bytes or a stream as source",
  );
}
