// Stands in for @std/streams/to-array-buffer.

/** All the bytes of a stream. */
export function toArrayBuffer(
  readable: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<ArrayBuffer> {
  return new Response(readable).arrayBuffer();
}
