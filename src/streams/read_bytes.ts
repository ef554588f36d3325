import { type Bytes, isBytes, toBytes } from "./bytes.ts";

/** The first buffer, in bytes: a runtime allocates 64 KiB for each chunk of its own, and most streams are short. */
const FIRST_BUFFER = 1024;
/** Each further buffer. Not one that grows: Node collects garbage at every read into one of megabytes. */
const BUFFER = 64 * 1024;

/**
 * Reads a stream to its end, in time that grows with its length.
 *
 * @param maxBytes How many bytes it may have.
 * @param onBytes Called whenever bytes came.
 * @param end How many bytes to read if the end need not be waited for.
 * @returns All of its bytes; undefined if it has more. They may be part of a larger buffer.
 * @throws {TypeError} If a chunk is not bytes.
 */
export async function readBytes(
  stream: ReadableStream<unknown>,
  maxBytes: number,
  onBytes: () => void,
  end?: number,
): Promise<Bytes | undefined> {
  const byob = byobReaderOf(stream);
  if (byob === undefined) return await readChunks(stream, maxBytes, onBytes);
  const full: Bytes[] = [];
  let buffer = new ArrayBuffer(FIRST_BUFFER);
  let used = 0;
  for (let size = 0; size <= maxBytes;) {
    const { done, value } = await byob.read(new Uint8Array(buffer, used));
    if (value !== undefined) buffer = value.buffer;
    if (done) return concat(full, new Uint8Array(buffer, 0, used));
    onBytes();
    size += value.byteLength;
    used += value.byteLength;
    if (size === end && size <= maxBytes) {
      cancel(byob);
      return concat(full, new Uint8Array(buffer, 0, used));
    }
    if (used < buffer.byteLength) continue;
    full.push(new Uint8Array(buffer));
    buffer = new ArrayBuffer(BUFFER);
    used = 0;
  }
  cancel(byob);
  return undefined;
}

function byobReaderOf(
  stream: ReadableStream<unknown>,
): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: "byob" });
  } catch {
    return undefined;
  }
}

/** Reads a stream that has chunks of its own, as the body of a response that a program made. */
async function readChunks(
  stream: ReadableStream<unknown>,
  maxBytes: number,
  onBytes: () => void,
): Promise<Bytes | undefined> {
  const reader = stream.getReader();
  const chunks: Bytes[] = [];
  for (let size = 0; size <= maxBytes;) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks, new Uint8Array());
    if (!isBytes(value)) {
      cancel(reader);
      throw new TypeError("Cannot read a chunk that is not bytes");
    }
    if (value.byteLength === 0) continue;
    onBytes();
    size += value.byteLength;
    chunks.push(toBytes(value));
  }
  cancel(reader);
  return undefined;
}

/** Not awaited: the half of a stream that was teed is cancelled only when the other half is, too. */
function cancel(reader: ReadableStreamGenericReader): void {
  reader.cancel().catch(() => {});
}

function concat(chunks: readonly Bytes[], last: Bytes): Bytes {
  if (chunks.length === 0) return last;
  const all = [...chunks, last];
  const size = all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of all) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
