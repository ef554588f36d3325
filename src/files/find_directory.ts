import {
  ApplicationSupportDirectory,
  CachesDirectory,
  CurrentDirectory,
  DocumentsDirectory,
  type NamedDirectory,
  ResourceDirectory,
  TemporaryDirectory,
} from "./base_directory.ts";
import { posix, styleOf, windows } from "./path_style.ts";

/** Facts about the system that locate a directory, each looked up on demand. */
export interface Environment {
  /** The conventions to follow. `linux` stands for XDG, on any other system. */
  readonly os: "darwin" | "windows" | "linux";
  /** Returns the value of an environment variable. */
  variable(name: string): string | undefined;
  /** Returns the URL of the main module, or `undefined` if there is none. */
  mainModule(): URL | undefined;
  /** Returns the working directory. */
  cwd(): string;
  /** Reads a text file. Returns `undefined` if it does not exist. */
  readText(path: string): Promise<string | undefined>;
  /** Resolves the symbolic links in a path. */
  realPath(path: string): Promise<string>;
}

/** Locates a directory. Returns `undefined` if nothing defines it. */
export function findDirectory(
  directory: NamedDirectory,
  environment: Environment,
): string | undefined | Promise<string | undefined> {
  switch (directory) {
    case CurrentDirectory:
      return environment.cwd();
    case ResourceDirectory: {
      const main = environment.mainModule();
      return main?.protocol === "file:"
        ? styleOf(environment).fromFileUrl(new URL(".", main))
        : undefined;
    }
  }
  switch (environment.os) {
    case "windows":
      return findOnWindows(directory, environment);
    case "darwin":
      return findOnMac(directory, environment);
    default:
      return findByXdg(directory, environment);
  }
}

type UserDirectory = Exclude<
  NamedDirectory,
  typeof CurrentDirectory | typeof ResourceDirectory
>;

function findOnWindows(
  directory: UserDirectory,
  environment: Environment,
): string | undefined {
  switch (directory) {
    case DocumentsDirectory: {
      const profile = environment.variable("USERPROFILE");
      return profile && windows.join(profile, "Documents");
    }
    case TemporaryDirectory:
      return environment.variable("TEMP") || environment.variable("TMP");
    case CachesDirectory:
      return environment.variable("LOCALAPPDATA");
    case ApplicationSupportDirectory:
      return environment.variable("APPDATA");
  }
}

function findOnMac(
  directory: UserDirectory,
  environment: Environment,
): string | undefined {
  switch (directory) {
    case DocumentsDirectory:
      return inHome(environment, "Documents");
    case TemporaryDirectory:
      return environment.variable("TMPDIR") || "/tmp";
    case CachesDirectory:
      return inHome(environment, "Library/Caches");
    case ApplicationSupportDirectory:
      return inHome(environment, "Library/Application Support");
  }
}

/**
 * Follows the XDG Base Directory Specification, and xdg-user-dirs for the
 * documents. A relative path is ignored.
 */
function findByXdg(
  directory: UserDirectory,
  environment: Environment,
): string | undefined | Promise<string | undefined> {
  const orInHome = (name: string, fallback: string) =>
    absoluteVariable(environment, name) ?? inHome(environment, fallback);
  switch (directory) {
    case DocumentsDirectory:
      return findDocuments(environment);
    case TemporaryDirectory:
      return absoluteVariable(environment, "TMPDIR") ?? "/tmp";
    case CachesDirectory:
      return orInHome("XDG_CACHE_HOME", ".cache");
    case ApplicationSupportDirectory:
      return orInHome("XDG_DATA_HOME", ".local/share");
  }
}

async function findDocuments(
  environment: Environment,
): Promise<string | undefined> {
  const named = absoluteVariable(environment, "XDG_DOCUMENTS_DIR");
  if (named !== undefined) return named;
  const config = absoluteVariable(environment, "XDG_CONFIG_HOME") ??
    inHome(environment, ".config");
  const userDirs = config &&
    await environment.readText(posix.join(config, "user-dirs.dirs"));
  const quoted = /^[ \t]*XDG_DOCUMENTS_DIR[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/m
    .exec(userDirs ?? "")?.[1]?.replace(/\\(.)/g, "$1");
  if (quoted?.startsWith("/")) return quoted;
  return inHome(
    environment,
    quoted?.match(/^\$HOME(\/.*)$/)?.[1] ?? "Documents",
  );
}

function absoluteVariable(
  environment: Environment,
  name: string,
): string | undefined {
  const value = environment.variable(name);
  return value?.startsWith("/") ? value : undefined;
}

function inHome(environment: Environment, path: string): string | undefined {
  const home = environment.variable("HOME");
  return home && posix.join(home, path);
}
