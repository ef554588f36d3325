import type { ByteRange, Bytes } from "../streams/bytes.ts";
import { ChunkSize } from "../streams/chunk_size.ts";
import { fileShrankError } from "./file_change.ts";
import { toFileError } from "./file_error.ts";
import type { OpenFile } from "./open_file.ts";
import { unlessStalled } from "./stalled.ts";

/** Options of {@linkcode readFileStream}. */
interface FileStreamOptions {
  /**
   * Whether the file may be written to while it is read, such as a log. A server
   * cannot detect a partial change, so otherwise the stream of a changed file
   * fails before its last chunk.
   * @default {true if the range ends before the end of the file}
   */
  readonly mayGrow?: boolean;
}

/**
 * Reads a range of an open file, one chunk ahead. The size of the chunks adapts
 * to the speed at which they are consumed, and each has memory of its own.
 *
 * The file stays open. Cancelling waits for a pending read, unless that stalls.
 */
export function readFileStream(
  file: OpenFile,
  { start, end }: ByteRange,
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
      throw fileShrankError(file.path, file.size, position);
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
