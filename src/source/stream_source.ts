import { checkedStream } from "../streams/checked_stream.ts";
import type { OpenSource } from "./source.ts";
import { cancelSource } from "./upload_source.ts";

/** A stream or an async iterable, which gives its bytes once. */
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
    open: () => {
      const stream = checkedStream(source, size);
      isOpen = true;
      return { size, stream };
    },
    close: (reason) => {
      if (!isOpen) cancelSource(source, reason);
    },
  };
}
