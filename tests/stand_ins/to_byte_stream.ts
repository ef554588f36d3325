// Stands in for @std/streams/unstable-to-byte-stream.

/** The same stream where it is one of bytes, else one of bytes around it. */
export function toByteStream(
  readable: ReadableStream<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  try {
    readable.getReader({ mode: "byob" }).releaseLock();
    return readable;
  } catch {
    const reader = readable.getReader();
    return new ReadableStream({
      type: "bytes",
      async pull(controller) {
        while (true) {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return controller.byobRequest?.respond(0);
          }
          if (value.byteLength > 0) return controller.enqueue(value);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }
}
