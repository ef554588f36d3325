import { hasSlots } from "./platform_object.ts";

/** Whether a value is a web stream of any realm. */
export function isReadableStream(
  value: unknown,
): value is ReadableStream<unknown> {
  return hasSlots(ReadableStream, "locked", ["ReadableStream"], value);
}

/** Whether a web stream was read or cancelled, or has a reader. */
export function isDisturbed(stream: ReadableStream): boolean {
  try {
    // A body must be undisturbed (WHATWG fetch §5.2, extract a body). Creating a
    // response does not read the stream.
    new Response(stream);
    return false;
  } catch {
    return true;
  }
}
