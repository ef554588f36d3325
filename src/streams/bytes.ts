import { hasSlots } from "./platform_object.ts";

/** Bytes that no other thread shares, as `fetch` takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A range of bytes. */
export interface ByteRange {
  /** The offset of the first byte. */
  readonly start: number;
  /** The offset after the last byte. */
  readonly end: number;
}

/** Whether a value is memory, or a view on some, of whichever realm. */
export function isBytes(
  value: unknown,
): value is ArrayBuffer | ArrayBufferView {
  return ArrayBuffer.isView(value) || isArrayBuffer(value);
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return hasSlots(ArrayBuffer, "byteLength", ["ArrayBuffer"], value);
}

/** Bytes as `fetch` takes them: a view on the same memory, or a copy of memory that is shared or can be resized (Web IDL §3.2.26). */
export function toBytes(
  source: ArrayBufferLike | ArrayBufferView<ArrayBufferLike>,
): Bytes {
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(source)
    ? source
    : { buffer: source, byteOffset: 0, byteLength: source.byteLength };
  return isArrayBuffer(buffer) && !buffer.resizable
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(buffer, byteOffset, byteLength).slice();
}

/**
 * Frees memory at once: by the time that garbage collection gets to it, much fresh memory was
 * needed, and the system makes that slower than a file is read.
 */
export function free({ buffer }: Bytes): void {
  // What else was given the chunk may have transferred it.
  if (!buffer.detached) buffer.transferToFixedLength(0);
}

/** Whether memory was transferred to somebody else. It looks like an empty one, until something is made of it. */
export function isDetached(
  source: ArrayBufferLike | ArrayBufferView<ArrayBufferLike>,
): boolean {
  try {
    // Of a DataView of memory that is no longer there it cannot even be asked.
    if (source.byteLength > 0) return false;
    new Uint8Array(ArrayBuffer.isView(source) ? source.buffer : source);
    return false;
  } catch {
    return true;
  }
}

/** Joins bytes; those of a single chunk are not copied. */
export function concat(chunks: readonly Bytes[]): Bytes {
  const [first = new Uint8Array()] = chunks;
  if (chunks.length <= 1) return first;
  const size = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
