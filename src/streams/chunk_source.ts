import { toSourceError } from "../errors/source_error.ts";
import { takeIterator } from "./iterator.ts";
import { isNodeReadable, isReadByListener } from "./node_readable.ts";
import { isDisturbed, isReadableStream } from "./readable_stream.ts";

/** The result of a read: a chunk, or the end of the source. */
export interface ChunkResult {
  readonly done?: boolean | undefined;
  readonly value?: unknown;
}

/** A source of chunks: the common interface of streams and iterables. */
export interface ChunkSource {
  /** Whether the source may reuse the memory of a chunk for the next one. */
  readonly reusesMemory: boolean;
  next(): Promise<ChunkResult>;
  cancel(reason: unknown): unknown;
}

/**
 * Opens a caller's stream or iterable for reading, without requesting a chunk.
 *
 * @throws {UploadError} `source` if it cannot be read, or was read before.
 */
export function chunkSourceOf(
  source: ReadableStream<unknown> | AsyncIterable<unknown>,
): ChunkSource {
  try {
    return isReadableStream(source) ? fromStream(source) : fromIterable(source);
  } catch (thrown) {
    throw toSourceError(thrown);
  }
}

function fromStream(stream: ReadableStream<unknown>): ChunkSource {
  if (isDisturbed(stream)) throw new Error("it was read by something else");
  const reader = stream.getReader();
  return {
    reusesMemory: false,
    next: () => reader.read(),
    cancel: (reason) => reader.cancel(reason),
  };
}

function fromIterable(source: AsyncIterable<unknown>): ChunkSource {
  const isNode = isNodeReadable(source);
  if (isNode && source.destroyed) {
    throw source.errored ?? new Error("it was destroyed before it was read");
  }
  if (isNode && (source.readableDidRead || isReadByListener(source))) {
    throw new Error("it was read by something else");
  }
  const iterator = takeIterator(source);
  return {
    reusesMemory: true,
    next() {
      try {
        return Promise.resolve(iterator.next());
      } catch (thrown) {
        return Promise.reject(thrown);
      }
    },
    // The iterator of a Node stream does not close it before the first chunk, or
    // while it waits for one, so destroy the stream itself.
    cancel: () => isNode ? source.destroy() : iterator.return?.(),
  };
}
