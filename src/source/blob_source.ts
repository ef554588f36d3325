import { toSourceError } from "../errors/source_error.ts";
import { checkedStream } from "../streams/checked_stream.ts";
import { sizeOfBlob, streamOfBlob } from "./blob.ts";
import { blobStream, isPlainBlob } from "./blob_stream.ts";
import { bufferIfSmall } from "./memory_source.ts";
import type { OpenSource, SourceBytes } from "./source.ts";

/** A Blob, whose bytes may not be in memory. One of unknown size opens once. */
export function blobSource(
  blob: Blob,
  size: number = sizeOfBlob(blob),
): OpenSource {
  return {
    size,
    reopens: size >= 0,
    open: (range) =>
      range === undefined
        ? openBlob(blob, size)
        : openBlob(blob.slice(range.start, range.end), range.end - range.start),
    close() {},
  };
}

function openBlob(blob: Blob, size: number): Promise<SourceBytes> {
  const isPlain = size >= 0 && isPlainBlob(blob);
  return bufferIfSmall({
    size,
    stream: checkedStream(isPlain ? blobStream(blob) : bytesOf(blob), size),
    ownsChunks: isPlain,
    ...(isPlain && { inMemory: blob }),
  });
}

function bytesOf(blob: Blob): ReturnType<typeof streamOfBlob> {
  try {
    return streamOfBlob(blob);
  } catch (thrown) {
    throw toSourceError(thrown);
  }
}
