import { UploadError } from "../errors/upload_error.ts";

/** The Node modules that give access to files. */
export interface NodeModules {
  readonly fs: typeof import("node:fs/promises");
  readonly module: typeof import("node:module");
  readonly process: typeof import("node:process");
  readonly url: typeof import("node:url");
}

/** Checks whether the runtime has files, or at least the modules for them. */
export function hasFiles(): boolean {
  // Deno loads much code once `process` is used, so do not look there.
  return typeof Deno !== "undefined" ||
    globalThis.process?.getBuiltinModule !== undefined;
}

let modules: NodeModules | undefined;

/**
 * Returns Node's built-in modules, which Deno and Bun have too. Bundlers for
 * browsers would fail to resolve an import, so this looks them up at run time.
 *
 * @throws {UploadError} `not-found` if the runtime has no file system.
 */
export function nodeModules(): NodeModules {
  return modules ??= findModules();
}

function findModules(): NodeModules {
  const process = globalThis.process?.getBuiltinModule?.("node:process");
  const fs = process?.getBuiltinModule("node:fs/promises");
  const module = process?.getBuiltinModule("node:module");
  const url = process?.getBuiltinModule("node:url");
  if (process && fs && module && url) return { fs, module, process, url };
  throw new UploadError(
    "not-found",
    "Cannot open files: this runtime has no file system",
    { hint: "pass a Blob, bytes or a stream as source" },
  );
}
