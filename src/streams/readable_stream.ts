import { hasSlots } from "./platform_object.ts";

/** Whether a value is a web stream, of whichever realm. */
export function isReadableStream(
  value: unknown,
): value is ReadableStream<unknown> {
  return hasSlots(ReadableStream, "locked", ["ReadableStream"], value);
}

/** Whether a web stream was read from before, was cancelled, or is read by something else. */
export function isDisturbed(stream: ReadableStream): boolean {
  try {
    // A body must be undisturbed (WHATWG fetch §5.2, extract a body). It is not read, so the stream stays as it is.
    new Response(stream);
    return false;
  } catch {
    return true;
  }
}
