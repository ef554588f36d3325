import { toSourceError } from "../errors/source_error.ts";
import type { Bytes } from "./bytes.ts";
import { CheckedChunks } from "./checked_chunks.ts";
import { MAX_CHUNK } from "./chunk_size.ts";
import { chunkSourceOf } from "./chunk_source.ts";

/**
 * Checks a caller's stream or iterable, so that a transport can rely on it:
 * - it yields only bytes,
 * - no chunk is empty, which would end a body in some transports,
 * - no chunk is larger than 1 MiB,
 * - there are exactly `size` bytes, if that is known.
 *
 * The stream fails before any bytes that break these rules.
 *
 * A caller's source may hang, so cancelling the stream does not wait for it.
 *
 * @throws {UploadError} `source` if the source cannot be read.
 */
export function checkedStream(
  source: ReadableStream<unknown> | AsyncIterable<unknown>,
  size: number,
): ReadableStream<Bytes> {
  const chunks = new CheckedChunks(chunkSourceOf(source), size);
  return new ReadableStream<Bytes>({
    async pull(controller) {
      try {
        const batch = await chunks.next();
        if (chunks.isCancelled) return;
        for (const part of split(batch)) controller.enqueue(part);
        if (chunks.hasEnded) controller.close();
      } catch (thrown) {
        chunks.cancel(thrown);
        throw toSourceError(thrown);
      }
    },
    cancel: (reason) => chunks.cancel(reason),
  }, { highWaterMark: 0 });
}

function* split(chunk: Bytes = new Uint8Array()): Generator<Bytes> {
  for (let at = 0; at < chunk.byteLength; at += MAX_CHUNK) {
    yield chunk.subarray(at, at + MAX_CHUNK);
  }
}
