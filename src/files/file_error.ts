import { messageOf, systemCodeOf } from "../errors/cause.ts";
import { quote } from "../errors/excerpt.ts";
import {
  isUploadError,
  UploadError,
  type UploadErrorCode,
} from "../errors/upload_error.ts";

/** Matches the part of a message that repeats the path: `, open '/srv/a'`. */
const REPEATED_PATH = /[,:] \w{1,20} (?:'[^]*|…)$/;

/** The error for what the file system threw. */
export function toFileError(thrown: unknown, path: string): UploadError {
  if (isUploadError(thrown)) return thrown;
  const file = `file ${quote(path)}`;
  const fail = (
    code: UploadErrorCode,
    message: string,
    hint?: string,
    isTransient?: boolean,
  ) => new UploadError(code, message, { hint, isTransient, cause: thrown });
  switch (systemCodeOf(thrown)) {
    case "ENOENT":
    case "ENOTDIR":
    case "NotFound":
      return fail(
        "not-found",
        `Cannot find ${file}`,
        "check its name",
      );
    case "EISDIR":
      return notAFile(path, true);
    case "NotCapable":
      return fail(
        "permission",
        `Cannot read ${file}: Permission denied`,
        `run the program with ${flagFor("--allow-read", path)}`,
      );
    case "ERR_ACCESS_DENIED":
      return fail(
        "permission",
        `Cannot read ${file}: Permission denied`,
        `run the program with ${flagFor("--allow-fs-read", path)}`,
      );
    case "EACCES":
    case "EPERM":
    case "PermissionDenied":
      return fail(
        "permission",
        `Cannot read ${file}: Permission denied`,
        "change the permissions of the file or of its directories",
      );
    case "EMFILE":
    case "ENFILE":
      return fail(
        "source",
        `Cannot open ${file}: too many open files`,
        "start fewer uploads at once, such as with uploadAll(), or raise the limit (ulimit -n)",
        true,
      );
    default:
      return fail(
        "source",
        `Cannot read ${file}: ${messageOf(thrown).replace(REPEATED_PATH, "")}`,
      );
  }
}

/**
 * A flag that permits a path; the bare flag if the path cannot be shown as is.
 */
function flagFor(flag: string, path: string): string {
  return /^[^\p{Cc}]{1,200}$/u.test(path) ? `${flag}=${path}` : flag;
}

/** The error for a path that is not a regular file. */
export function notAFile(path: string, isDirectory: boolean): UploadError {
  return new UploadError(
    "not-a-file",
    `Cannot upload ${quote(path)}: it is ${
      isDirectory ? "a directory" : "a pipe, a device or a socket"
    }`,
    {
      hint: isDirectory
        ? "pass the name of a file"
        : "pass the name of a regular file, or open it and pass the stream",
    },
  );
}
