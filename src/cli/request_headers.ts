import { toFileError } from "../files/file_error.ts";
import { toBase64 } from "../streams/base64.ts";
import {
  type Header,
  isSecret,
  parseHeader,
  parseHeaderFile,
} from "./header_lines.ts";
import { askPassword } from "./password.ts";
import { requiredVariable } from "./required_variable.ts";
import type { Settings } from "./settings.ts";
import { UsageError } from "./usage_error.ts";

/** The headers of all uploads, and names of those that others can see. */
export interface RequestHeaders {
  readonly headers: readonly Header[];
  /** Secret headers on the command line. */
  readonly exposed: readonly string[];
}

/**
 * Reads the headers: from the command line, from files, variables and the
 * terminal.
 *
 * @returns Undefined if Ctrl-C was pressed when asked for the password.
 * @throws {UsageError} If they are invalid, or a variable is not set.
 * @throws {UploadError} If a file cannot be read.
 */
export async function readHeaders(
  settings: Settings,
): Promise<RequestHeaders | undefined> {
  const given = settings.headers.filter((line) => !line.startsWith("@"))
    .map(parseHeader);
  const files = settings.headers.filter((line) => line.startsWith("@"));
  const read = await Promise.all(files.map((file) => readFile(file.slice(1))));
  const authorization = readAuthorization(settings);
  if (authorization === null) return undefined;
  const headers = [...given, ...read.flat()];
  if (authorization !== undefined) {
    if (headers.some(([name]) => /^authorization$/i.test(name))) {
      throw new UsageError(
        "The header 'Authorization' is given twice",
        "pass either -H, -u or --bearer-env",
      );
    }
    headers.push(["authorization", authorization]);
  }
  return { headers, exposed: given.filter(isSecret).map(([name]) => name) };
}

async function readFile(path: string): Promise<Header[]> {
  try {
    return parseHeaderFile(await Deno.readTextFile(path));
  } catch (thrown) {
    throw thrown instanceof UsageError ? thrown : toFileError(thrown, path);
  }
}

/** The value of the header; null if Ctrl-C was pressed. */
function readAuthorization(
  { user, passwordEnv, bearerEnv }: Settings,
): string | null | undefined {
  if (bearerEnv !== undefined) return `Bearer ${requiredVariable(bearerEnv)}`;
  if (user === undefined) return undefined;
  const password = passwordEnv === undefined
    ? askPassword(user)
    : requiredVariable(passwordEnv);
  if (password === undefined) return null;
  return `Basic ${toBase64(new TextEncoder().encode(`${user}:${password}`))}`;
}
