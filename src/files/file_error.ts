import { messageOf, systemCodeOf } from "../errors/cause.ts";
import { UploadError } from "../errors/upload_error.ts";

/** What the file system threw, as what it means for the upload. */
export function toFileError(thrown: unknown, path: string): UploadError {
  if (thrown instanceof UploadError) return thrown;
  const file = JSON.stringify(path);
  const options = { cause: thrown };
  switch (systemCodeOf(thrown)) {
    case "ENOENT":
    case "ENOTDIR":
    case "NotFound":
      return new UploadError(
        "not-found",
        `there is no file ${file}: check its name and its base directory`,
        options,
      );
    case "EISDIR":
      return notAFile(path, true);
    case "NotCapable":
      return new UploadError(
        "permission",
        `this program may not read ${file}: run it with --allow-read=${path}`,
        options,
      );
    case "EACCES":
    case "EPERM":
    case "PermissionDenied":
      return new UploadError(
        "permission",
        `the system does not let this user read ${file}: change the permissions of the file or of its directories`,
        options,
      );
    default:
      return new UploadError(
        "source",
        `${file} cannot be read: ${messageOf(thrown)}`,
        options,
      );
  }
}

/** A name that stands for something other than a file. */
export function notAFile(path: string, isDirectory: boolean): UploadError {
  const kind = isDirectory ? "a directory" : "a pipe, a device or a socket";
  return new UploadError(
    "not-a-file",
    `${
      JSON.stringify(path)
    } is ${kind}, not a file: name a file, or open it and pass the stream`,
  );
}
