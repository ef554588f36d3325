import { quote } from "../errors/excerpt.ts";
import { UploadError } from "../errors/upload_error.ts";
import {
  type BaseDirectory,
  DocumentsDirectory,
  type NamedDirectory,
} from "./base_directory.ts";
import { notAFile } from "./file_error.ts";
import { type Environment, findDirectory } from "./find_directory.ts";
import { type PathStyle, styleOf } from "./path_style.ts";

/** Options of {@linkcode resolveFile}. */
interface ResolveOptions {
  /**
   * Whether symbolic links may lead out of the base directory. If not, the
   * returned path has no links.
   * @default {true}
   */
  readonly followLinks?: boolean | undefined;
}

/**
 * Resolves a filename to the absolute path to open. A relative name is joined to
 * the base directory. The path is inside the base directory. It is normalized,
 * because the system may resolve `a/link/..` to another directory than `a`.
 *
 * An absolute name without a base directory is returned as is: there is nothing
 * to check it against.
 *
 * @throws {UploadError} `outside-directory` if the name leads out of the
 * directory, `not-found` if the directory cannot be located, `not-a-file` if
 * the name refers to a device.
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

/** Returns the normalized path of a name; `undefined` if it leads out. */
function pathInside(
  base: string,
  name: string,
  style: PathStyle,
): string | undefined {
  const path = style.isAbsolute(name) ? name : style.join(base, name);
  const relative = style.relative(base, path);
  return style.staysInside(relative) ? style.join(base, relative) : undefined;
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
  throw directory instanceof URL
    ? notFound(
      `Cannot use "${
        hrefOf(directory)
      }" as base directory: it does not name a drive`,
    )
    : notFound(
      `Cannot locate ${nameOf(directory)}: the environment does not define it`,
      "set the environment variable that defines it, or pass a file: URL as base directory",
    );
}

function pathOf(url: URL, style: PathStyle): string {
  const { hostname, pathname } = url;
  if (hostname !== "" && !style.hasServers) {
    throw notFound(
      `Cannot open "${hrefOf(url)}": only Windows can open files on a server`,
      `pass "file://${pathname}" for a local file`,
    );
  }
  try {
    return style.fromFileUrl(url);
  } catch (thrown) {
    throw notFound(
      `Cannot open "${hrefOf(url)}": it is not percent-encoded UTF-8`,
      "convert the path with toFileUrl() or pathToFileURL()",
      thrown,
    );
  }
}

function notFound(
  message: string,
  hint?: string,
  cause?: unknown,
): UploadError {
  return new UploadError("not-found", message, { hint, cause });
}

function outside(name: string, base: string, isPlain: boolean): UploadError {
  return new UploadError(
    "outside-directory",
    `Cannot open ${quote(name)}: it is outside its base directory ${
      quote(base)
    }`,
    {
      hint: isPlain
        ? "pass the name of a file inside it, or another base directory"
        : "Windows does not take device names, colons, and trailing dots or spaces literally: rename the file",
    },
  );
}

function withoutDirectory(name: string): UploadError {
  return new UploadError(
    "outside-directory",
    `Cannot open ${quote(name)}: it is absolute, and 'followLinks' is false`,
    { hint: "pass a 'baseDirectory'" },
  );
}

/** A URL for a message: without its query, which may contain a secret. */
function hrefOf({ hostname, pathname }: URL): string {
  return `file://${hostname}${pathname}`;
}

function nameOf(directory: NamedDirectory): string {
  return String(directory.description).replace(/.* /, "");
}
