import { isUploadError, UploadError } from "../errors/upload_error.ts";
import { currentEnvironment } from "../files/environment.ts";
import { fileChangedError } from "../files/file_change.ts";
import { readFileBytes } from "../files/file_bytes.ts";
import { readFileStream } from "../files/file_stream.ts";
import { openFile } from "../files/open_file.ts";
import { resolveFile } from "../files/resolve_file.ts";
import { abortableOnDisk } from "../files/stalled.ts";
import { MIN_CHUNK } from "../streams/chunk_size.ts";
import { checkRange } from "./byte_range.ts";
import { bytesInMemory } from "./memory_source.ts";
import type { OpenSource, SourceDescription } from "./source.ts";
import { nameOfSource } from "./upload_source.ts";

/** What is known of a file before it is opened. */
export interface FileDescription extends SourceDescription {
  readonly source: string | URL;
}

/**
 * Opens a file, which stays open until the source is closed. If a size is
 * stated, the source is that many bytes from the start, and the file may grow.
 */
export async function openFileSource(
  { source, baseDirectory, followLinks, size }: FileDescription,
  signal: AbortSignal,
): Promise<OpenSource> {
  const path = await abortableOnDisk(
    resolveFile(source, baseDirectory, currentEnvironment(), { followLinks }),
    signal,
  );
  const isInDefault = baseDirectory === undefined &&
    typeof source === "string" && source !== path;
  const file = await openFile(path, signal).catch((thrown) => {
    throw isInDefault ? explainDefault(thrown) : thrown;
  });
  if (size !== undefined && size > file.size) {
    await file.close();
    throw fileChangedError(
      path,
      `has ${file.size} bytes, fewer than the ${size} of 'size'`,
      "correct 'size', or leave it out to send the whole file",
    );
  }
  const end = size ?? file.size;
  const options = size === undefined ? {} : { mayGrow: true };
  return {
    size: end,
    reopens: true,
    ownsChunks: true,
    name: nameOfSource(source),
    identify: () => ({ place: `file ${path}`, version: file.version }),
    open: (range = { start: 0, end }) => {
      checkRange(range, end);
      const size = range.end - range.start;
      if (size <= MIN_CHUNK) {
        return readFileBytes(file, range, options).then(bytesInMemory);
      }
      const stream = readFileStream(file, range, options);
      return { size, stream, ownsChunks: true };
    },
    close: () => file.close(),
  };
}

/** Explains the default base directory in the error for a missing file. */
function explainDefault(thrown: unknown): unknown {
  if (!isUploadError(thrown) || thrown.code !== "not-found") return thrown;
  const { code, message, cause } = thrown;
  const hint =
    "relative names resolve against DocumentsDirectory by default: " +
    "pass 'baseDirectory: CurrentDirectory' for the working directory";
  return new UploadError(code, message, { hint, cause });
}
