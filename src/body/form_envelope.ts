import type { Bytes } from "../streams/bytes.ts";
import type { MultipartRequest } from "../request/multipart_validation.ts";
import type { OpenSource } from "../source/open_source.ts";

/** What goes around a file in a form: the bytes before it, those after it, and the type of the whole. */
export interface Envelope {
  readonly contentType: string;
  readonly head: Bytes;
  readonly tail: Bytes;
}

/**
 * Makes the envelope of a form, as browsers write it (WHATWG HTML §4.10.21.8).
 *
 * @param type The Content-Type of the file; null for none.
 */
export function makeEnvelope(
  { name, filename, fields }: MultipartRequest,
  type: string | null,
): Envelope {
  const boundary = makeBoundary();
  const startOf = (field: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; ` +
    `name="${escapeQuoted(unifyLineBreaks(field))}"`;
  const parts = fields.map(([field, value]) =>
    `${startOf(field)}\r\n\r\n${unifyLineBreaks(value)}\r\n`
  );
  const file = `${startOf(name)}; filename="${escapeQuoted(filename)}"\r\n`;
  const typeLine = type === null ? "" : `Content-Type: ${type}\r\n`;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: joined(
      new TextEncoder().encode(parts.join("") + file),
      // Byte for byte, as a header goes out (WHATWG fetch, isomorphic encode).
      Uint8Array.from(
        `${typeLine}\r\n`,
        (character) => character.charCodeAt(0),
      ),
    ),
    // Some servers wait for the line break after the last boundary.
    tail: new TextEncoder().encode(`\r\n--${boundary}--\r\n`),
  };
}

/** A boundary of 128 random bits. Runtimes draw theirs from less, and some so that the next one can be foretold. */
function makeBoundary(): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const digits = Array.from(
    random,
    (byte) => byte.toString(16).padStart(2, "0"),
  );
  return `----FormBoundary${digits.join("")}`;
}

function unifyLineBreaks(text: string): string {
  return text.replace(/\r\n?|\n/g, "\r\n");
}

function escapeQuoted(text: string): string {
  return text.replaceAll("\n", "%0A").replaceAll("\r", "%0D")
    .replaceAll('"', "%22");
}

function joined(first: Bytes, second: Bytes): Bytes {
  const bytes = new Uint8Array(first.byteLength + second.byteLength);
  bytes.set(first);
  bytes.set(second, first.byteLength);
  return bytes;
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
