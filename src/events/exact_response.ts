/** The bytes of responses whose text does not encode to the same bytes. */
const kept = new WeakMap<object, Uint8Array<ArrayBuffer>>();

/**
 * Keeps the bytes of a response as long as what stands for it: its body, or the
 * `responseHeaders` of its event, which all copies of the event share.
 */
export function keepExact(
  holder: object,
  bytes: Uint8Array<ArrayBuffer>,
): void {
  kept.set(holder, bytes);
}

/** The bytes that were kept; undefined if the text encodes to them. */
export function exactOf(holder: object): Uint8Array<ArrayBuffer> | undefined {
  return kept.get(holder);
}
