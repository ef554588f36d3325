import { hasSlots } from "./platform_object.ts";

/** Bytes that are not shared with other threads, as `fetch` requires. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * A range of bytes.
 *
 * @category Protocols
 */
export interface ByteRange {
  /** The offset of the first byte. */
  readonly start: number;
  /** The offset after the last byte. */
  readonly end: number;
}

/** Whether a value is an `ArrayBuffer`, or a view on one, of any realm. */
export function isBytes(
  value: unknown,
): value is ArrayBuffer | ArrayBufferView {
  return ArrayBuffer.isView(value) || isArrayBuffer(value);
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return hasSlots(ArrayBuffer, "byteLength", ["ArrayBuffer"], value);
}

/**
 * Bytes as `fetch` accepts them: a view on the same memory, or a copy if the
 * memory is shared or resizable (Web IDL §3.2.26).
 */
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
 * Frees memory at once. Garbage collection comes too late: allocating fresh
 * memory would cost more than reading the file.
 */
export function free({ buffer }: Bytes): void {
  // The consumer may have transferred it.
  if (!buffer.detached) buffer.transferToFixedLength(0);
}

/**
 * Whether memory was transferred. It looks empty until a view on it is created.
 */
export function isDetached(
  source: ArrayBufferLike | ArrayBufferView<ArrayBufferLike>,
): boolean {
  try {
    // The `byteLength` of a DataView on detached memory throws.
    if (source.byteLength > 0) return false;
    new Uint8Array(ArrayBuffer.isView(source) ? source.buffer : source);
    return false;
  } catch {
    return true;
  }
}

/** Joins chunks; a single chunk is not copied. */
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
