import { messageOf, systemCodeOf } from "../errors/cause.ts";
import { withoutSecrets } from "../errors/redact.ts";
import { isUploadError, UploadError } from "../errors/upload_error.ts";

/** The end of a message that names a call and its paths: `, open '/srv/a'`. */
const SYSTEM_CALL = /, \w{1,20}$|[,:] \w{1,20} '[^]*$/;

/** What to do about a failure, by the code of the system. */
const HINTS: Readonly<Record<string, string>> = {
  NotCapable: "run the program with --allow-read and --allow-write for it",
  ERR_ACCESS_DENIED:
    "run the program with --allow-fs-read and --allow-fs-write for it",
  EACCES: "change its permissions, or use another directory",
  EPERM: "change its permissions, or use another directory",
  EROFS: "use a directory on a disk that can be written",
  ENOSPC: "free some disk space",
  EDQUOT: "free some disk space",
  ENOTDIR: "use another directory: a file is in the place of this one",
  EEXIST: "use another directory: a file is in the place of this one",
  QuotaExceededError: "remove other entries, or use another store",
};

/** Failures that may be gone the next time. */
const TRANSIENT: readonly string[] = ["EMFILE", "ENFILE", "EAGAIN", "EBUSY"];

/**
 * The error for what a store threw.
 *
 * @param action What it was to do, such as `save an upload in "/srv/uploads"`.
 */
export function toStoreError(thrown: unknown, action: string): UploadError {
  if (isUploadError(thrown) && thrown.code === "store") return thrown;
  const code = systemCodeOf(thrown);
  const reason = code === "NotCapable"
    ? "Permission denied"
    : withoutSecrets(messageOf(thrown).replace(SYSTEM_CALL, ""));
  return new UploadError("store", `Cannot ${action}: ${reason}`, {
    hint: HINTS[code],
    isTransient: TRANSIENT.includes(code),
    cause: thrown,
  });
}
