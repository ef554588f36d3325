import type { ByteRange, Bytes } from "../streams/bytes.ts";
import { ChunkSize } from "../streams/chunk_size.ts";
import { type FileRangeOptions, readFileBytes } from "./file_bytes.ts";
import { toFileError } from "./file_error.ts";
import type { OpenFile } from "./open_file.ts";
import { unlessStalled } from "./stalled.ts";

/**
 * Reads a range of an open file, one chunk ahead. The size of the chunks adapts
 * to the speed at which they are consumed, and each has memory of its own.
 *
 * The file stays open. Cancelling waits for a pending read, unless that stalls.
 */
export function readFileStream(
  file: OpenFile,
  { start, end }: ByteRange,
  { mayGrow = end < file.size }: FileRangeOptions = {},
): ReadableStream<Bytes> {
  const chunkSize = new ChunkSize();
  let position = start;
  let reading: Promise<Bytes> | undefined;
  let since = 0;
  let cancelled = false;

  async function readChunk(): Promise<Bytes> {
    const chunk = {
      start: position,
      end: Math.min(position + chunkSize.next(), end),
    };
    const bytes = await readFileBytes(file, chunk, {
      mayGrow: mayGrow || chunk.end < end,
    });
    position = chunk.end;
    return bytes;
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
