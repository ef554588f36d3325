import {
  type BaseDirectory,
  DocumentsDirectory,
  type NamedDirectory,
} from "./base_directory.ts";
import { UploadError } from "../errors/upload_error.ts";
import { notAFile } from "./file_error.ts";
import { type Environment, findDirectory } from "./find_directory.ts";
import { type PathStyle, styleOf } from "./path_style.ts";

/** How the name of a file is understood. */
export interface ResolveOptions {
  /**
   * Whether symbolic links are followed wherever they lead. Otherwise the path that comes out has
   * none, and lies inside the base directory.
   * @default {true}
   */
  readonly followLinks?: boolean | undefined;
}

/**
 * The absolute path of a file. A relative name is joined to the base directory and stays inside
 * it; an absolute one has to lie inside where a base directory is given. What comes out is the
 * path that was checked, without `..`: to the system, `a/link/..` can be something else than `a`.
 *
 * Where none is given, an absolute name is checked against nothing, and so comes out as it is.
 *
 * @throws {UploadError} `outside-directory` if the name leads out of the directory; `not-found` if
 * the environment does not tell where the directory is; `not-a-file` for a device of Windows.
 */
export async function resolveFile(
  source: string | URL,
  baseDirectory: BaseDirectory | undefined,
  environment: Environment,
  { followLinks = true }: ResolveOptions = {},
): Promise<string> {
  const style = styleOf(environment);
  const name = source instanceof URL ? pathOf(source, style) : source;
  if (baseDirectory === undefined && style.isAbsolute(name)) {
    if (!followLinks) throw withoutDirectory(name);
    if (style.isDevice(name)) throw notAFile(name, false);
    return name;
  }
  const base = await resolveDirectory(
    baseDirectory ?? DocumentsDirectory,
    environment,
    style,
  );
  const isPlain = style.isPlain(name);
  const path = isPlain ? pathInside(base, name, style) : undefined;
  const opened = path === undefined || followLinks ? path : pathInside(
    await environment.realPath(base),
    await environment.realPath(path),
    style,
  );
  if (opened === undefined) throw outside(name, base, isPlain);
  return opened;
}

/** The normalized path of a name in a directory; undefined where it leads out. */
function pathInside(
  base: string,
  name: string,
  style: PathStyle,
): string | undefined {
  const path = style.isAbsolute(name) ? name : style.join(base, name);
  const way = style.relative(base, path);
  return style.staysInside(way) ? style.join(base, way) : undefined;
}

async function resolveDirectory(
  directory: BaseDirectory,
  environment: Environment,
  style: PathStyle,
): Promise<string> {
  const path = directory instanceof URL
    ? pathOf(directory, style)
    : await findDirectory(directory, environment);
  if (path !== undefined && style.isAbsolute(path)) return path;
  throw new UploadError(
    "not-found",
    directory instanceof URL
      ? `Cannot use "${hrefOf(directory)}" as base directory: it has no drive`
      : `the environment does not tell where ${nameOf(directory)} is: ` +
        "set the variable that it is known by, or pass a file: URL as base directory",
  );
}

function pathOf(url: URL, style: PathStyle): string {
  const { hostname, pathname } = url;
  if (hostname !== "" && !style.hasServers) {
    throw new UploadError(
      "not-found",
      `Cannot open "${
        hrefOf(url)
      }": only on Windows does a file: URL name a server, ` +
        `pass "file://${pathname}" for a file of this machine`,
    );
  }
  try {
    return style.fromFileUrl(url);
  } catch (thrown) {
    throw new UploadError(
      "not-found",
      `${pathname} names no file: what it escapes must be UTF-8`,
      { cause: thrown },
    );
  }
}

function outside(name: string, base: string, isPlain: boolean): UploadError {
  return new UploadError(
    "outside-directory",
    `${JSON.stringify(name)} is outside of its base directory ${base}: ` +
      (isPlain
        ? "name a file inside it, or pass another base directory"
        : "Windows takes devices, colons, and dots or spaces at an end for something else"),
  );
}

function withoutDirectory(name: string): UploadError {
  return new UploadError(
    "outside-directory",
    `Cannot open ${JSON.stringify(name)} without following links: ` +
      "it is in no base directory, pass one as 'baseDirectory'",
  );
}

/** A URL without its query, which may be anything. */
function hrefOf({ hostname, pathname }: URL): string {
  return `file://${hostname}${pathname}`;
}

function nameOf(directory: NamedDirectory): string {
  return String(directory.description).replace(/.* /, "");
}
