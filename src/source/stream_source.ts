import { PASS_FUNCTION } from "../errors/source_error.ts";
import { UploadError } from "../errors/upload_error.ts";
import type { ByteRange } from "../streams/bytes.ts";
import { checkedStream } from "../streams/checked_stream.ts";
import { checkRange } from "./byte_range.ts";
import { cancelSource } from "./ownership.ts";
import type { OpenSource } from "./source.ts";

/** A stream or an async iterable, which yields its bytes once. */
export function streamSource(
  source:
    | ReadableStream<ArrayBuffer | ArrayBufferView>
    | AsyncIterable<ArrayBuffer | ArrayBufferView>,
  size = -1,
): OpenSource {
  let isOpen = false;
  return {
    size,
    reopens: false,
    open: (range) => {
      if (range !== undefined) assertAll(range, size);
      const stream = checkedStream(source, size);
      isOpen = true;
      return { size, stream };
    },
    close: (reason) => {
      if (!isOpen) cancelSource(source, reason);
    },
  };
}

function assertAll(range: ByteRange, size: number): void {
  checkRange(range, size);
  if (range.start === 0 && range.end === size) return;
  throw new UploadError(
    "source",
    "Cannot open a part of the source: it is a stream",
    { hint: PASS_FUNCTION },
  );
}
