import { systemCodeOf, UploadError } from "./errors.ts";
import { toFileError } from "./file_failures.ts";
import type { Environment } from "./named_directories.ts";

/** The environment of the running program: Deno's, else Node's. */
export async function currentEnvironment(): Promise<Environment> {
  return typeof Deno === "undefined"
    ? await nodeEnvironment()
    : denoEnvironment();
}

function denoEnvironment(): Environment {
  return {
    os: toOs(Deno.build.os),
    variable: (name) => permitted(() => Deno.env.get(name), `env=${name}`),
    mainModule: () =>
      permitted(() => URL.parse(Deno.mainModule) ?? undefined, "read"),
    cwd: () => permitted(() => Deno.cwd(), "read"),
    readText: (path) => existing(Deno.readTextFile(path), path),
  };
}

async function nodeEnvironment(): Promise<Environment> {
  const { default: process } = await import("node:process");
  const { readFile } = await import("node:fs/promises");
  const { pathToFileURL } = await import("node:url");
  return {
    os: toOs(process.platform),
    variable: (name) => process.env[name],
    mainModule: () =>
      process.argv[1] === undefined
        ? undefined
        : pathToFileURL(process.argv[1]),
    cwd: () => process.cwd(),
    readText: (path) => existing(readFile(path, "utf8"), path),
  };
}

function toOs(name: string): Environment["os"] {
  if (name === "darwin") return "darwin";
  return name === "windows" || name === "win32" ? "windows" : "linux";
}

function permitted<Value>(look: () => Value, permission: string): Value {
  try {
    return look();
  } catch (thrown) {
    if (systemCodeOf(thrown) !== "NotCapable") throw thrown;
    throw new UploadError(
      "permission",
      `this program may not find out where the base directory is: run it with --allow-${permission}, ` +
        "or pass a file: URL as base directory",
      { cause: thrown },
    );
  }
}

async function existing(
  text: Promise<string>,
  path: string,
): Promise<string | undefined> {
  try {
    return await text;
  } catch (thrown) {
    const error = toFileError(thrown, path);
    if (error.code === "not-found") return undefined;
    throw error;
  }
}
