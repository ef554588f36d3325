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
  return new BytesInMemory(bytes);
}

/**
 * Opens bytes whose memory is used for others once they are sent. The stream is
 * of copies, which a wrapper of `fetch` may keep for longer.
 */
export function reusedBytes(bytes: Bytes): SourceBytes {
  return {
    size: bytes.byteLength,
    inMemory: bytes,
    ownsChunks: true,
    stream: streamOfCopies(bytes),
  };
}

class BytesInMemory implements SourceBytes {
  readonly size: number;
  readonly inMemory: Bytes;

  constructor(bytes: Bytes) {
    this.size = bytes.byteLength;
    this.inMemory = bytes;
  }

  /** Created on demand: a small body needs none. */
  get stream(): ReadableStream<Bytes> {
    return streamOfBytes(this.inMemory, this.size);
  }
}

function streamOfBytes(bytes: Bytes, size: number): ReadableStream<Bytes> {
  const chunkSize = new ChunkSize();
  let at = 0;
  return new ReadableStream<Bytes>({
    pull(controller) {
      if (bytes.byteLength !== size) throw detached();
      const chunk = bytes.subarray(at, at + chunkSize.next());
      at += chunk.byteLength;
      if (chunk.byteLength > 0) controller.enqueue(chunk);
      if (at === size) controller.close();
    },
  }, { highWaterMark: 0 });
}

/** In small chunks: what a transport holds of larger ones adds up to megabytes. */
function streamOfCopies(bytes: Bytes): ReadableStream<Bytes> {
  let at = 0;
  return new ReadableStream<Bytes>({
    pull(controller) {
      const chunk = bytes.slice(at, at + MIN_CHUNK);
      at += chunk.byteLength;
      if (chunk.byteLength > 0) controller.enqueue(chunk);
      if (at === bytes.byteLength) controller.close();
    },
  }, { highWaterMark: 0 });
}
