import type { Stats } from "node:fs";
import { quote } from "../errors/excerpt.ts";
import { UploadError } from "../errors/upload_error.ts";

/** The metadata that shows whether a file has changed. */
export type FileState = Pick<
  Stats,
  | ("size" | "mtimeMs" | "ctimeMs")
  | ("mode" | "uid" | "gid" | "nlink" | "ino" | "dev")
>;

/**
 * Checks that a file has not been written to since it was opened: its size and
 * its modification time are the same. A program can restore the modification
 * time, but not the change time, so that must be the same too. A rename, a
 * deletion, another link, and new permissions also update the change time; they
 * are recognized and ignored.
 *
 * Some writes leave no trace:
 * - those within one tick of the file system's clock,
 * - in Deno, which reads the change time in seconds, those with a restored
 *   modification time within the same second,
 * - those through a memory mapping that was dirty already,
 * - those of other machines that a network file system has not noticed yet.
 *
 * @param statName Stats the path again.
 * @throws {UploadError} `source` if the file has changed.
 */
export async function assertSameFile(
  path: string,
  was: FileState,
  now: FileState,
  statName: () => Promise<FileState>,
): Promise<void> {
  if (now.size > was.size) throw fileGrewError(path, was.size);
  if (now.size < was.size) throw fileShrankError(path, was.size, now.size);
  const isWritten = now.mtimeMs !== was.mtimeMs ||
    now.ctimeMs !== was.ctimeMs &&
      hasSameRights(was, now) && await isStillNamed(now, statName);
  if (isWritten) {
    throw fileChangedError(path, "was written to while it was read");
  }
}

function hasSameRights(was: FileState, now: FileState): boolean {
  return now.mode === was.mode && now.uid === was.uid && now.gid === was.gid &&
    now.nlink === was.nlink;
}

async function isStillNamed(
  now: FileState,
  statName: () => Promise<FileState>,
): Promise<boolean> {
  try {
    const { ino, dev } = await statName();
    return ino === now.ino && dev === now.dev;
  } catch {
    return false;
  }
}

/** Reports a file that has more bytes than when it was opened. */
export function fileGrewError(path: string, size: number): UploadError {
  return fileChangedError(
    path,
    `has more than the ${size} bytes it had when opened`,
  );
}

/** Reports a file that has fewer bytes than when it was opened. */
export function fileShrankError(
  path: string,
  size: number,
  end: number,
): UploadError {
  return fileChangedError(
    path,
    `ended after ${end} of ${size} bytes`,
  );
}

/** Reports a file that has changed, or is not as stated. */
export function fileChangedError(
  path: string,
  state: string,
  hint = "upload a copy, or open it and pass the stream",
): UploadError {
  const message = `Cannot upload ${quote(path)}: it ${state}`;
  return new UploadError("source", message, { hint });
}
