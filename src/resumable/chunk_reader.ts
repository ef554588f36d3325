import { type Bytes, concat } from "../streams/bytes.ts";
import { quietly } from "../streams/quietly.ts";
import { ChunkMemory } from "./chunk_memory.ts";

/** Reads a stream in chunks of a size. Between them, others may cancel it. */
export class ChunkReader {
  readonly #stream: ReadableStream<Bytes>;
  /** What was read beyond a chunk. */
  #rest: Bytes = new Uint8Array();

  constructor(stream: ReadableStream<Bytes>) {
    this.#stream = stream;
  }

  /**
   * Reads so many bytes, or fewer if the stream ends before.
   *
   * @param signal Ends a read, and cancels the stream.
   * @param memory Takes the bytes.
   */
  async read(
    size: number,
    signal: AbortSignal,
    memory: ChunkMemory = new ChunkMemory(),
  ): Promise<{ readonly bytes: Bytes; readonly isEnd: boolean }> {
    signal.throwIfAborted();
    let length = 0;
    let isEnd = false;
    const take = (chunk: Bytes) => {
      const taken = chunk.subarray(0, size - length);
      memory.put(taken, length, size);
      length += taken.byteLength;
      this.#rest = chunk.subarray(taken.byteLength);
    };
    take(this.#rest);
    const reader = this.#stream.getReader();
    const cancel = () => quietly(() => reader.cancel(signal.reason));
    signal.addEventListener("abort", cancel, { once: true });
    try {
      while (length < size && !isEnd) {
        const { done, value } = await reader.read();
        if (done) isEnd = true;
        else take(value);
      }
    } finally {
      signal.removeEventListener("abort", cancel);
      reader.releaseLock();
    }
    // A stream that was cancelled looks as if it had ended.
    signal.throwIfAborted();
    return { bytes: memory.chunk(length), isEnd };
  }

  /** Whether there is more, for which it may have to wait. */
  async hasMore(signal: AbortSignal): Promise<boolean> {
    const { bytes } = await this.read(1, signal);
    this.#rest = concat([bytes, this.#rest]);
    return bytes.byteLength > 0;
  }
}
