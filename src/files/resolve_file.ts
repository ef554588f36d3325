import {
  type BaseDirectory,
  DocumentsDirectory,
  type NamedDirectory,
} from "./base_directory.ts";
import { UploadError } from "../errors/upload_error.ts";
import { type Environment, findDirectory } from "./find_directory.ts";
import { type PathStyle, styleOf, windows } from "./path_style.ts";

/**
 * The absolute path of a file. A relative name is joined to the base directory and stays inside
 * it; an absolute one stands alone where no base directory is given. This is a rule about names:
 * a symbolic link inside the directory may lead out of it.
 *
 * @throws {UploadError} `outside-directory` if the name leads out of the directory; `not-found` if
 * the environment does not tell where the directory is.
 */
export async function resolveFile(
  source: string | URL,
  baseDirectory: BaseDirectory | undefined,
  environment: Environment,
): Promise<string> {
  const style = styleOf(environment);
  const name = source instanceof URL ? pathOf(source, style) : source;
  const absolute = style.isAbsolute(name);
  if (absolute && baseDirectory === undefined) return name;
  const base = await resolveDirectory(
    baseDirectory ?? DocumentsDirectory,
    environment,
    style,
  );
  const path = absolute ? name : style.join(base, name);
  if (isInside(base, path, name, style)) return path;
  throw new UploadError(
    "outside-directory",
    `${JSON.stringify(name)} is outside of its base directory ${base}: ` +
      "name a file inside it, or pass another base directory",
  );
}

function isInside(
  base: string,
  path: string,
  name: string,
  style: PathStyle,
): boolean {
  const way = style.relative(base, path);
  // On Windows a colon further on names a drive or a stream of another file, a slash the root of a drive.
  if (style === windows) {
    const isRooted = !style.isAbsolute(name) && /^[\\/]/.test(name);
    if (isRooted || way.includes(":")) return false;
  }
  const leadsOut = style === windows ? /^\.\.(?:\\|$)/ : /^\.\.(?:\/|$)/;
  return !style.isAbsolute(way) && !leadsOut.test(way);
}

async function resolveDirectory(
  directory: BaseDirectory,
  environment: Environment,
  style: PathStyle,
): Promise<string> {
  if (directory instanceof URL) return pathOf(directory, style);
  const path = await findDirectory(directory, environment);
  if (path !== undefined && style.isAbsolute(path)) return path;
  throw new UploadError(
    "not-found",
    `the environment does not tell where ${nameOf(directory)} is: ` +
      "set the variable that it is known by, or pass a file: URL as base directory",
  );
}

function pathOf(url: URL, style: PathStyle): string {
  try {
    return style.fromFileUrl(url);
  } catch (thrown) {
    throw new UploadError(
      "not-found",
      `${url.pathname} names no file: what it escapes must be UTF-8`,
      { cause: thrown },
    );
  }
}

function nameOf(directory: NamedDirectory): string {
  return String(directory.description).replace(/.* /, "");
}
