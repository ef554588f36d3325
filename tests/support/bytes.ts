import { Buffer } from "node:buffer";

/** Whether two runs of bytes are equal; quick, where an assertion on millions of bytes is slow. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

/** Bytes as a stream of chunks. */
export function streamOf(
  bytes: Uint8Array<ArrayBuffer>,
  chunkSize = 100_000,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(chunksOf(bytes, chunkSize));
}

/** Bytes as an async iterable of chunks. */
export async function* chunksOf(
  bytes: Uint8Array<ArrayBuffer>,
  chunkSize = 100_000,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.byteLength; at += chunkSize) {
    yield bytes.subarray(at, at + chunkSize);
  }
}
