import type { Bytes } from "./bytes.ts";
import type { MultipartRequest } from "./multipart_argument.ts";
import type { OpenSource } from "./source.ts";

/** What goes around a file in a form: the bytes before it, those after it, and the type of the whole. */
export interface Envelope {
  readonly contentType: string;
  readonly head: Bytes;
  readonly tail: Bytes;
}

/**
 * Makes the envelope of a form. The platform writes it, around a file of no bytes: it knows how
 * names are escaped (WHATWG HTML §4.10.21.8) and which boundaries are safe (RFC 7578 §4.1).
 */
export async function makeEnvelope(
  { name, filename, fields }: MultipartRequest,
  type: string,
): Promise<Envelope> {
  const form = new FormData();
  for (const [field, value] of fields) form.append(field, value);
  form.append(name, new File([], filename, { type }));
  const response = new Response(form);
  const contentType = response.headers.get("content-type") ?? "";
  const bytes = new Uint8Array(await response.arrayBuffer());
  // The file's bytes belong before the line break that ends them and the last boundary.
  const end = bytes.lastIndexOf("\n".charCodeAt(0), bytes.length - 3) - 1;
  return {
    contentType,
    head: bytes.subarray(0, end),
    tail: bytes.subarray(end),
  };
}

/**
 * Puts an envelope around a source; the length stays as known as that of the source. Not
 * `concatReadableStreams`: that cannot cancel a stream that it waits for.
 */
export function envelop(
  { size, stream, whole, ownsChunks = false }: OpenSource,
  { head, tail }: Envelope,
): OpenSource {
  const reader = stream.getReader();
  return {
    size: size < 0 ? size : head.byteLength + size + tail.byteLength,
    ownsChunks,
    ...(whole instanceof Blob && { whole: new Blob([head, whole, tail]) }),
    stream: new ReadableStream<Bytes>({
      // Copies, for an envelope may be needed again.
      start: (controller) => controller.enqueue(head.slice()),
      async pull(controller) {
        const { done, value } = await reader.read();
        controller.enqueue(done ? tail.slice() : value);
        if (done) controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    }, { highWaterMark: 0 }),
  };
}
