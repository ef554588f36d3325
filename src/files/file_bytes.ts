import type { ByteRange, Bytes } from "../streams/bytes.ts";
import { fileShrankError } from "./file_change.ts";
import type { OpenFile } from "./open_file.ts";

/** Options for reading a range of a file. */
export interface FileRangeOptions {
  /**
   * Whether the file may be written to while it is read, such as a log. A server
   * cannot detect a partial change, so otherwise reading a changed file fails
   * before its last bytes are returned.
   * @default {true if the range ends before the end of the file}
   */
  readonly mayGrow?: boolean;
}

/**
 * Reads a range of an open file into memory of its own.
 *
 * @throws {UploadError} `source` if the file has changed or cannot be read.
 */
export async function readFileBytes(
  file: OpenFile,
  { start, end }: ByteRange,
  { mayGrow = end < file.size }: FileRangeOptions = {},
): Promise<Bytes> {
  const bytes = new Uint8Array(end - start);
  for (let position = start; position < end;) {
    const read = await file.read(bytes.subarray(position - start), position);
    if (read === 0) throw fileShrankError(file.path, file.size, position);
    position += read;
  }
  if (!mayGrow) await file.assertUnchanged();
  return bytes;
}
