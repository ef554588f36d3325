import type { Bytes } from "../streams/bytes.ts";
import { ChunkSize } from "../streams/chunk_size.ts";
import { shrunk } from "./file_change.ts";
import { toFileError } from "./file_error.ts";
import type { OpenFile } from "./open_file.ts";
import { unlessStalled } from "./stalled.ts";

/** Bytes of a file, from the first to before the last one. */
export interface FileRange {
  readonly start: number;
  readonly end: number;
}

/** How a file is read. */
export interface FileStreamOptions {
  /**
   * Whether the file may be written to while it is read, as a log is. Otherwise that is an error,
   * which comes in place of the last chunk: nothing tells a server that half of a change is missing.
   * @default {whether the range ends before the file does}
   */
  readonly mayGrow?: boolean;
}

/**
 * Reads a range of an open file as chunks that fit the line, and one chunk ahead. Each has memory
 * of its own. The file stays open.
 *
 * A cancelled stream waits for the read under way, unless the disk stalls.
 */
export function readFileStream(
  file: OpenFile,
  { start, end }: FileRange,
  { mayGrow = end < file.size }: FileStreamOptions = {},
): ReadableStream<Bytes> {
  const chunkSize = new ChunkSize();
  let position = start;
  let reading: Promise<Bytes> | undefined;
  let since = 0;
  let cancelled = false;

  async function readChunk(): Promise<Bytes> {
    const buffer = new Uint8Array(Math.min(chunkSize.next(), end - position));
    const read = await file.read(buffer, position);
    if (read === 0 && position < end) {
      throw shrunk(file.path, file.size, position);
    }
    position += read;
    if (position === end && !mayGrow) await file.assertUnchanged();
    return buffer.subarray(0, read);
  }

  return new ReadableStream<Bytes>({
    async pull(controller) {
      since = performance.now();
      reading = readChunk();
      try {
        const chunk = await reading;
        if (cancelled) return;
        if (chunk.byteLength > 0) controller.enqueue(chunk);
        if (position === end) controller.close();
      } catch (thrown) {
        throw toFileError(thrown, file.path);
      }
    },
    async cancel() {
      cancelled = true;
      if (reading !== undefined) await unlessStalled(reading, since);
    },
  }, { highWaterMark: 1 });
}
