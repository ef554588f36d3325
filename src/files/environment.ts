import { systemCodeOf } from "../errors/cause.ts";
import { UploadError } from "../errors/upload_error.ts";
import { toFileError } from "./file_error.ts";
import type { Environment } from "./find_directory.ts";
import { nodeModules } from "./node_builtins.ts";

const READ_HINT =
  "run the program with --allow-read, or pass a file: URL as base directory";
// Variables are read one by one, so a hint for a single one would only lead to
// the next denial.
const ENV_HINT =
  "run the program with --allow-env, or pass 'baseDirectory: CurrentDirectory'";

/**
 * Returns the environment of the running program.
 *
 * @throws {UploadError} `not-found` if the runtime has no file system.
 */
export function currentEnvironment(): Environment {
  return typeof Deno === "undefined" ? nodeEnvironment() : denoEnvironment();
}

function denoEnvironment(): Environment {
  return {
    os: toOs(Deno.build.os),
    variable: (name) => permitted(() => Deno.env.get(name), ENV_HINT),
    mainModule: () => permitted(() => new URL(Deno.mainModule), READ_HINT),
    cwd: () => permitted(() => Deno.cwd(), READ_HINT),
    readText: (path) => existing(Deno.readTextFile(path), path),
    realPath: (path) => readable(Deno.realPath(path), path),
  };
}

function nodeEnvironment(): Environment {
  const { fs, module, process, url } = nodeModules();
  return {
    os: toOs(process.platform),
    variable: (name) => process.env[name],
    mainModule: () => {
      const [, program] = process.argv;
      if (program === undefined) return undefined;
      // The path may be a directory, or a link such as `npm install -g` creates.
      const { resolve } = module.createRequire(program);
      return url.pathToFileURL(resolve(program));
    },
    cwd: () => process.cwd(),
    readText: (path) => existing(fs.readFile(path, "utf8"), path),
    realPath: (path) => readable(fs.realpath(path), path),
  };
}

function toOs(name: string): Environment["os"] {
  if (name === "darwin") return "darwin";
  return name === "windows" || name === "win32" ? "windows" : "linux";
}

function permitted<Value>(read: () => Value, hint: string): Value {
  try {
    return read();
  } catch (thrown) {
    if (systemCodeOf(thrown) !== "NotCapable") throw thrown;
    throw new UploadError(
      "permission",
      "Cannot locate the base directory: Permission denied",
      { hint, cause: thrown },
    );
  }
}

async function existing(
  text: Promise<string>,
  path: string,
): Promise<string | undefined> {
  try {
    return await readable(text, path);
  } catch (thrown) {
    const isMissing = thrown instanceof UploadError &&
      thrown.code === "not-found";
    if (isMissing) return undefined;
    throw thrown;
  }
}

async function readable(text: Promise<string>, path: string): Promise<string> {
  try {
    return await text;
  } catch (thrown) {
    throw toFileError(thrown, path);
  }
}
