import { toArrayBuffer } from "@std/streams/to-array-buffer";
import { detached } from "../errors/source_error.ts";
import { type Bytes, isDetached, toBytes } from "../streams/bytes.ts";
import { ChunkSize, MIN_CHUNK } from "../streams/chunk_size.ts";
import { checkRange } from "./byte_range.ts";
import { identifyBytes } from "./identity.ts";
import type { OpenSource, SourceBytes } from "./source.ts";

/**
 * Bytes in memory, which must stay as they were at the call. Resizable memory is
 * copied.
 *
 * @throws {UploadError} `source` if they were transferred or shrunk.
 */
export function bytesSource(
  source: ArrayBuffer | ArrayBufferView,
  size: number = source.byteLength,
): OpenSource {
  if (isDetached(source) || source.byteLength !== size) throw detached();
  const bytes = toBytes(source);
  return {
    size,
    reopens: true,
    identify: () => identifyBytes(bytes),
    open: (range = { start: 0, end: size }) => {
      if (bytes.byteLength !== size) throw detached();
      checkRange(range, size);
      return bytesInMemory(bytes.subarray(range.start, range.end));
    },
    close() {},
  };
}

/** Reads a small number of bytes into memory: runtimes send those fastest. */
export async function bufferIfSmall(bytes: SourceBytes): Promise<SourceBytes> {
  return bytes.size < 0 || bytes.size > MIN_CHUNK
    ? bytes
    : bytesInMemory(new Uint8Array(await toArrayBuffer(bytes.stream)));
}

/** Opens bytes in memory. */
export function bytesInMemory(bytes: Bytes): SourceBytes {
  const size = bytes.byteLength;
  return {
    size,
    inMemory: bytes,
    /** Created on demand: a small body needs none. */
    get stream() {
      const chunkSize = new ChunkSize();
      return streamOf(bytes, (start) => {
        if (bytes.byteLength !== size) throw detached();
        return bytes.subarray(start, start + chunkSize.next());
      });
    },
  };
}

/**
 * Opens bytes whose memory is used for others once they are sent. The stream is
 * of copies, which a wrapper of `fetch` may keep for longer. They are small: what
 * a transport holds of larger ones adds up to megabytes.
 */
export function reusedBytes(bytes: Bytes): SourceBytes {
  return {
    size: bytes.byteLength,
    inMemory: bytes,
    ownsChunks: true,
    stream: streamOf(bytes, (start) => bytes.slice(start, start + MIN_CHUNK)),
  };
}

/** @param chunkAt Returns the chunk that starts at an offset. */
function streamOf(
  bytes: Bytes,
  chunkAt: (start: number) => Bytes,
): ReadableStream<Bytes> {
  let at = 0;
  return new ReadableStream<Bytes>({
    pull(controller) {
      const chunk = chunkAt(at);
      at += chunk.byteLength;
      if (chunk.byteLength > 0) controller.enqueue(chunk);
      if (at === bytes.byteLength) controller.close();
    },
  }, { highWaterMark: 0 });
}
