import { attempt } from "../errors/attempt.ts";
import { type Bytes, concat, isBytes, toBytes } from "./bytes.ts";
import { quietly } from "./quietly.ts";

/**
 * The size of the first buffer. Most streams are short, but a runtime allocates
 * 64 KiB for each chunk of its own.
 */
const FIRST_BUFFER = 1024;
/**
 * The size of each further buffer. Node collects garbage at every read into a
 * buffer of megabytes, so it does not grow.
 */
const BUFFER = 64 * 1024;

/** Options of {@linkcode readBytes}. */
interface ReadOptions {
  /** The number of bytes after which to stop, without waiting for the end. */
  readonly end?: number | undefined;
  /** Cancels the stream, which may not observe a signal itself. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a stream to its end, in linear time.
 *
 * @param maxBytes The maximum number of bytes.
 * @param onBytes Called whenever bytes arrive.
 * @returns The bytes, perhaps as a part of a larger buffer; undefined if there
 * are more than `maxBytes`.
 * @throws {TypeError} If a chunk is not bytes.
 */
export async function readBytes(
  stream: ReadableStream<unknown>,
  maxBytes: number,
  onBytes: () => void,
  { end, signal }: ReadOptions = {},
): Promise<Bytes | undefined> {
  const byob = byobReaderOf(stream);
  if (byob === undefined) {
    const reader = stream.getReader();
    cancelOnAbort(reader, signal);
    return await readChunks(reader, maxBytes, onBytes);
  }
  cancelOnAbort(byob, signal);
  const full: Bytes[] = [];
  let buffer = new ArrayBuffer(FIRST_BUFFER);
  let used = 0;
  for (let size = 0; size <= maxBytes;) {
    const { done, value } = await byob.read(new Uint8Array(buffer, used));
    if (value !== undefined) buffer = value.buffer;
    if (done) return concat([...full, new Uint8Array(buffer, 0, used)]);
    onBytes();
    size += value.byteLength;
    used += value.byteLength;
    if (size === end && size <= maxBytes) {
      quietly(() => byob.cancel());
      return concat([...full, new Uint8Array(buffer, 0, used)]);
    }
    if (used < buffer.byteLength) continue;
    full.push(new Uint8Array(buffer));
    buffer = new ArrayBuffer(BUFFER);
    used = 0;
  }
  // A branch of a teed stream waits for the other one, so do not await this.
  quietly(() => byob.cancel());
  return undefined;
}

function cancelOnAbort(
  reader: ReadableStreamGenericReader,
  signal: AbortSignal | undefined,
): void {
  const cancel = () => quietly(() => reader.cancel());
  signal?.addEventListener("abort", cancel, { once: true });
}

function byobReaderOf(
  stream: ReadableStream<unknown>,
): ReadableStreamBYOBReader | undefined {
  return attempt(() => stream.getReader({ mode: "byob" }), undefined);
}

/**
 * Reads a stream that has no byte reader, such as the body of a response that a
 * program created.
 */
async function readChunks(
  reader: ReadableStreamDefaultReader<unknown>,
  maxBytes: number,
  onBytes: () => void,
): Promise<Bytes | undefined> {
  const chunks: Bytes[] = [];
  for (let size = 0; size <= maxBytes;) {
    const { done, value } = await reader.read();
    if (done) return concat(chunks);
    if (!isBytes(value)) {
      quietly(() => reader.cancel());
      throw new TypeError("Cannot read a chunk that is not bytes");
    }
    if (value.byteLength === 0) continue;
    onBytes();
    size += value.byteLength;
    chunks.push(toBytes(value));
  }
  quietly(() => reader.cancel());
  return undefined;
}
