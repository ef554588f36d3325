import { toSourceError } from "../errors/source_error.ts";
import { checkedStream } from "../streams/checked_stream.ts";
import { sizeOfBlob, streamOfBlob } from "./blob.ts";
import { blobStream, isPlainBlob } from "./blob_stream.ts";
import { checkRange } from "./byte_range.ts";
import { identifyBlob } from "./identity.ts";
import { bufferIfSmall } from "./memory_source.ts";
import type { OpenSource, SourceBytes } from "./source.ts";
import { nameOfSource } from "./upload_source.ts";

/** A Blob, whose bytes may be on disk. One of unknown size opens only once. */
export function blobSource(
  blob: Blob,
  size: number = sizeOfBlob(blob),
): OpenSource {
  return {
    size,
    reopens: size >= 0,
    ownsChunks: isPlainOfSize(blob, size),
    name: nameOfSource(blob),
    identify: () => identifyBlob(blob, size),
    open: (range) => {
      if (range === undefined) return openBlob(blob, size);
      checkRange(range, size);
      const { start, end } = range;
      return openBlob(blob.slice(start, end), end - start);
    },
    close() {},
  };
}

function openBlob(blob: Blob, size: number): Promise<SourceBytes> {
  const isPlain = isPlainOfSize(blob, size);
  return bufferIfSmall({
    size,
    stream: checkedStream(isPlain ? blobStream(blob) : bytesOf(blob), size),
    ownsChunks: isPlain,
    ...(isPlain && { inMemory: blob }),
  });
}

/** Whether a Blob of known size yields its own bytes. */
function isPlainOfSize(blob: Blob, size: number): boolean {
  return size >= 0 && isPlainBlob(blob);
}

function bytesOf(blob: Blob): ReturnType<typeof streamOfBlob> {
  try {
    return streamOfBlob(blob);
  } catch (thrown) {
    throw toSourceError(thrown);
  }
}
