// Stands in for @std/streams/to-array-buffer.

/** All the bytes of a stream. */
export async function toArrayBuffer(
  readable: ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<ArrayBuffer> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = readable.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return await new Blob(chunks).arrayBuffer();
    chunks.push(value);
  }
}
