import type { Stats } from "node:fs";
import { UploadError } from "../errors/upload_error.ts";

/** What of a file tells whether it is still the same. */
export type FileState = Pick<
  Stats,
  | ("size" | "mtimeMs" | "ctimeMs")
  | ("mode" | "uid" | "gid" | "nlink" | "ino" | "dev")
>;

/**
 * Throws if a file has been written to since it was opened: its length or its time of
 * modification is another. A program can restore that time, but not the time of the last
 * change of any kind, so that one counts, too, unless a rename or other rights explain it.
 *
 * Not seen are: writes within one tick of the file system's clock, which Deno reads in ms, and
 * restored times within the same second, for Deno reads the other clock in seconds; and writes
 * that the system has yet to hear of, such as those to memory that a program has mapped and
 * written to before, or those of another machine to a shared file system.
 *
 * @param named Asks what the name stands for by now.
 * @throws {UploadError} `source`
 */
export async function assertSameFile(
  path: string,
  was: FileState,
  now: FileState,
  named: () => Promise<FileState>,
): Promise<void> {
  if (now.size > was.size) throw grown(path, was.size);
  if (now.size < was.size) throw shrunk(path, was.size, now.size);
  const isWritten = now.mtimeMs !== was.mtimeMs ||
    now.ctimeMs !== was.ctimeMs &&
      hasSameRights(was, now) && await isStillNamed(now, named);
  if (isWritten) throw changed(path, "was written to while it was read");
}

function hasSameRights(was: FileState, now: FileState): boolean {
  return now.mode === was.mode && now.uid === was.uid && now.gid === was.gid &&
    now.nlink === was.nlink;
}

async function isStillNamed(
  now: FileState,
  named: () => Promise<FileState>,
): Promise<boolean> {
  try {
    const { ino, dev } = await named();
    return ino === now.ino && dev === now.dev;
  } catch {
    return false;
  }
}

/** A file that has more bytes than when it was opened. */
export function grown(path: string, size: number): UploadError {
  return changed(path, `has more than the ${size} bytes it began with`);
}

/** A file that has fewer bytes than when it was opened. */
export function shrunk(path: string, size: number, end: number): UploadError {
  return changed(
    path,
    `ended ${size - end} bytes before the ${size} it began with`,
  );
}

/** A file that is not what it should be. */
export function changed(path: string, how: string): UploadError {
  return new UploadError(
    "source",
    `${
      JSON.stringify(path)
    } ${how}: upload a copy, or open it and pass the stream`,
  );
}
