import type { Bytes } from "../streams/bytes.ts";
import { ChunkSize } from "../streams/chunk_size.ts";
import { UploadError } from "../errors/upload_error.ts";
import { toFileError } from "./file_error.ts";
import { type OpenFile, openFile } from "./open_file.ts";

/**
 * Opens a file as a stream of chunks that fit the line, and reads one chunk ahead. The file must
 * keep the length that it had at first: nothing tells a server that half of a change is missing.
 *
 * @param stated The size that the file must have, if it was said.
 * @throws {UploadError} If the file cannot be opened; the stream fails with one, too.
 */
export async function openFileStream(
  path: string,
  stated?: number,
): Promise<{ size: number; stream: ReadableStream<Bytes> }> {
  const file = await openFile(path);
  const { size } = file;
  try {
    if (stated !== undefined && stated !== size) {
      throw changed(path, `has ${size} bytes, 'params.size' says ${stated}`);
    }
    // Files that the system makes up (/proc) have bytes, but no size.
    if (size === 0) await readChunk(file, path, 1, 0);
  } catch (thrown) {
    await file.close();
    throw toFileError(thrown, path);
  }
  return { size, stream: streamOf(file, path) };
}

function streamOf(file: OpenFile, path: string): ReadableStream<Bytes> {
  const chunkSize = new ChunkSize();
  let left = file.size;
  let reading: Promise<Bytes> | undefined;
  let closing: Promise<void> | undefined;
  const close = () => closing ??= Promise.resolve(file.close());

  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        reading = readChunk(file, path, chunkSize.next(), left);
        const chunk = await reading;
        if (closing !== undefined) return;
        left -= chunk.byteLength;
        if (left === 0) await close();
        if (chunk.byteLength > 0) controller.enqueue(chunk);
        if (left === 0) controller.close();
      } catch (thrown) {
        await close();
        throw toFileError(thrown, path);
      }
    },
    async cancel() {
      await reading?.catch(() => {});
      await close();
    },
  }, { highWaterMark: 1 });
}

/** Reads a chunk of what is left; with the last one byte more is asked for, to see a file that has grown. */
async function readChunk(
  file: OpenFile,
  path: string,
  most: number,
  left: number,
): Promise<Bytes> {
  const buffer = new Uint8Array(most < left ? most : left + 1);
  const read = await file.read(buffer);
  if (read > left) {
    throw changed(path, `has more than the ${file.size} bytes it began with`);
  }
  if (read === 0 && left > 0) {
    throw changed(
      path,
      `ended ${left} bytes before the ${file.size} it began with`,
    );
  }
  return buffer.subarray(0, read);
}

function changed(path: string, how: string): UploadError {
  return new UploadError(
    "source",
    `${
      JSON.stringify(path)
    } ${how}: upload a copy, or open it and pass the stream`,
  );
}
