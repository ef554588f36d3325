import type { Bytes } from "../streams/bytes.ts";
import type { MultipartRequest } from "../request/multipart_validation.ts";
import type { OpenSource, SourceBytes } from "../source/open_source.ts";

/** What goes around a file in a form: the bytes before it, those after it, and the type of the whole. */
export interface Envelope {
  readonly contentType: string;
  readonly head: Bytes;
  readonly tail: Bytes;
}

const LF = "\n".charCodeAt(0);

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
  form.append(name, new File([], filename));
  const response = new Response(form);
  const contentType = response.headers.get("content-type") ?? "";
  const bytes = new Uint8Array(await response.arrayBuffer());
  // The file's bytes belong before the line break that ends them and the last boundary.
  const end = bytes.lastIndexOf(LF, bytes.length - 3) - 1;
  return {
    contentType,
    head: await withType(bytes.subarray(0, end), type),
    tail: bytes.subarray(end),
  };
}

/** A `File` writes its type in lower case (W3C File API §4.1), and so would break a boundary in it. */
async function withType(head: Bytes, type: string): Promise<Bytes> {
  // The last line, before the empty one that ends the headers.
  const start = head.lastIndexOf(LF, head.length - 5) + 1;
  const line = `Content-Type: ${type}\r\n\r\n`;
  // Byte for byte, as a header goes out (WHATWG fetch, isomorphic encode).
  const encoded = Uint8Array.from(line, (character) => character.charCodeAt(0));
  const whole = new Blob([head.subarray(0, start), encoded]);
  return new Uint8Array(await whole.arrayBuffer());
}

/** Puts a form around a source; its size stays as known as that of the source. */
export function wrapInForm(source: OpenSource, form: Envelope): OpenSource {
  const { head, tail } = form;
  const { size, reopens } = source;
  return {
    size: size < 0 ? size : head.byteLength + size + tail.byteLength,
    reopens,
    open: (range) => {
      if (range !== undefined) {
        throw new TypeError("Cannot open a range of a form");
      }
      const bytes = source.open();
      return bytes instanceof Promise
        ? bytes.then((opened) => wrapBytes(opened, form))
        : wrapBytes(bytes, form);
    },
    close: (reason) => source.close(reason),
  };
}

/** Not `concatReadableStreams`: that cannot cancel a stream that it waits for. */
function wrapBytes(
  { size, stream, inMemory, ownsChunks = false }: SourceBytes,
  { head, tail }: Envelope,
): SourceBytes {
  const reader = stream.getReader();
  return {
    size: size < 0 ? size : head.byteLength + size + tail.byteLength,
    ownsChunks,
    ...(inMemory && { inMemory: new Blob([head, inMemory, tail]) }),
    stream: new ReadableStream<Bytes>({
      // Copies, for a form may be sent again.
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
